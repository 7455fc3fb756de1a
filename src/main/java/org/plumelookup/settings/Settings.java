package org.plumelookup.settings;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.util.TimeUtils;
import org.plumelookup.text.DurationText;

/**
 * Reads the {@code plume.*} keys of one instance and converts them to their types.
 *
 * <p>A key that the context does not set has the default of {@code config/application.properties}, which is in the jar;
 * an empty value means "not set". Every method throws {@link ConfigurationException} for a value that violates the rule
 * of its key. Immutable; only the {@linkplain Secret secrets} of files change.
 */
public final class Settings {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|KB|MB|GB)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECRET = Pattern.compile(".*(token|authorization|password|secret)");

    /** What a key of a secret gets appended for the key that names a file with it. */
    private static final String FILE = "-file";

    private static final Map<String, String> SHIPPED = load();

    private final InstanceName prefix;
    private final Function<String, Optional<String>> source;
    private final String place;

    private Settings(InstanceName prefix, Function<String, Optional<String>> source, String place) {
        this.prefix = prefix;
        this.source = source;
        this.place = place;
    }

    /**
     * Reads from any source of values by key.
     *
     * @param source returns the value of a key, or empty if it has none
     */
    public Settings(Function<String, Optional<String>> source) {
        this(InstanceName.PLUME, source, null);
    }

    /**
     * Reads from a context's properties: its environment first, then system properties, then its files.
     *
     * @param context the context whose properties component is used
     * @param prefix the prefix of the keys there
     */
    public static Settings of(CamelContext context, InstanceName prefix) {
        return new Settings(prefix, key -> resolve(context, prefix.keys(key)), null);
    }

    /**
     * Reads settings given in code; no other source is used.
     *
     * @param settings values by key, which begin with {@code plume.} whatever the prefix is
     * @param prefix the prefix of the names
     * @throws ConfigurationException if a key is unknown
     */
    public static Settings of(Map<String, String> settings, InstanceName prefix) {
        SettingsCheck.checkCode(settings.keySet());
        return new Settings(prefix, key -> Optional.ofNullable(settings.get(key)), SettingsCheck.IN_CODE);
    }

    private static Optional<String> resolve(CamelContext context, String key) {
        if (isSecret(key)) {
            return SecretValue.of(context, key);
        }
        PropertiesComponent properties = context.getPropertiesComponent();
        // Camel makes the variable's name upper case by the machine's locale, in which i may not become I.
        Optional<String> variable = properties.resolveProperty(variable(key));
        if (variable.isPresent() && environmentGoesFirst(properties)) {
            return variable;
        }
        Optional<String> value = properties.resolveProperty(key);
        Optional<String> raw = properties.loadProperties(key::equals).values().stream()
                .map(Object::toString)
                .findFirst();
        if (value.isEmpty() && raw.filter(text -> !text.isBlank()).isPresent()) {
            throw broken(key, raw.get(), "has a {{placeholder}} without a value", null);
        }
        return value.or(() -> variable);
    }

    private static boolean environmentGoesFirst(PropertiesComponent properties) {
        return properties instanceof org.apache.camel.component.properties.PropertiesComponent camel
                && camel.getEnvironmentVariableMode()
                        == org.apache.camel.component.properties.PropertiesComponent
                                .ENVIRONMENT_VARIABLES_MODE_OVERRIDE;
    }

    /** Returns the prefix of this instance's names. */
    public InstanceName prefix() {
        return prefix;
    }

    /** Returns whether the value of a key is a secret, which is shown nowhere. */
    public static boolean isSecret(String key) {
        return SECRET.matcher(key).matches();
    }

    /** Returns every key with its default value, empty if there is none. */
    public static Map<String, String> shipped() {
        return SHIPPED;
    }

    private static Map<String, String> load() {
        Properties properties = new Properties();
        try (Reader in = new InputStreamReader(
                Settings.class.getResourceAsStream("/org/plumelookup/application.properties"),
                StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(key -> key, properties::getProperty));
    }

    /**
     * Reads a text as it is, or empty if the key is not set. Camel's placeholders are resolved, except within secrets.
     */
    public Optional<String> text(String key) {
        if (!SHIPPED.containsKey(key)) {
            throw new IllegalArgumentException(key + " is not in config/application.properties");
        }
        return source.apply(key).or(() -> Optional.ofNullable(SHIPPED.get(key))).filter(value -> !value.isBlank());
    }

    /** Reads a required text. */
    public String required(String key) {
        return text(key).orElseThrow(() -> broken(key, "nothing", "is required"));
    }

    /**
     * Returns the key by which a secret is set: the key itself, or the one that names a file with it.
     *
     * @param key the key itself, such as {@code plume.auth.token}
     * @return as it is in code; empty if neither is set
     */
    public Optional<String> secretKey(String key) {
        boolean file = text(key + FILE).isPresent();
        if (text(key).isEmpty()) {
            return file ? Optional.of(key + FILE) : Optional.empty();
        }
        if (file) {
            throw new ConfigurationException(
                    asWritten(key),
                    asWritten(String.format(
                            Locale.ROOT,
                            "%s and %s%s are both set: a secret is either a value or a file. Remove one of them.",
                            key,
                            key,
                            FILE)));
        }
        return Optional.of(key);
    }

    /** Reads a secret of any text: the value of a key, or one line of the file that another key names. */
    public Optional<Secret> secret(String key) {
        return secret(key, text -> true, "");
    }

    /**
     * Reads a secret: the value of a key, or one line of the file that another key names.
     *
     * @param key the key itself, such as {@code plume.auth.token}
     * @param rule returns whether a text can be used
     * @param ruleText the rule, for a message
     * @return empty if neither key is set
     */
    public Optional<Secret> secret(String key, Predicate<String> rule, String ruleText) {
        return secretKey(key).map(set -> {
            String value = required(set);
            if (!set.equals(key)) {
                return secretOf(set, value, rule, ruleText);
            }
            if (!rule.test(value)) {
                throw broken(key, value, ruleText);
            }
            return Secret.of(asWritten(key), value);
        });
    }

    /** Reads a secret that only a file can have: one line of the file that a key names. */
    public Optional<Secret> secretFile(String key) {
        return text(key).map(path -> secretOf(key, path, text -> true, ""));
    }

    private Secret secretOf(String key, String path, Predicate<String> rule, String ruleText) {
        try {
            SecretFile file = new SecretFile(Path.of(path), rule, ruleText);
            SecretFile.Reading reading = file.read();
            if (reading.fault() != null) {
                throw broken(key, path, "the file " + reading.fault());
            }
            return Secret.of(asWritten(key), file, reading.text(), System::nanoTime);
        } catch (InvalidPathException e) {
            throw broken(key, path, "must be the path of a file");
        }
    }

    /** Reads {@code true} or {@code false}. */
    public boolean bool(String key) {
        String value = required(key);
        if (!value.equals("true") && !value.equals("false")) {
            throw broken(key, value, "must be true or false");
        }
        return value.equals("true");
    }

    /** Reads a whole number from {@code least} to {@code most}, both included. */
    public int number(String key, int least, int most) {
        String value = required(key);
        try {
            int number = Integer.parseInt(value.trim());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below, with the rule
        }
        throw broken(key, value, String.format(Locale.ROOT, "must be a whole number from %d to %d", least, most));
    }

    /** Reads a rate in events a second; 0 is unlimited. */
    public double rate(String key) {
        String value = required(key);
        try {
            double rate = Double.parseDouble(value.trim());
            if (rate == 0 || rate >= 0.001 && rate <= 1_000_000) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // refused below, with the rule
        }
        throw broken(key, value, "must be a number of calls a second from 0.001 to 1000000, or 0 for no limit");
    }

    /** Reads a time such as {@code 30s}, {@code 5m}, {@code 200ms} or {@code 0}, at least {@code least}. */
    public Duration time(String key, Duration least) {
        String value = required(key);
        try {
            Duration time = DurationText.parse(value);
            if (time.compareTo(least) >= 0 && time.compareTo(Duration.ofDays(30)) <= 0) {
                return time;
            }
        } catch (IllegalArgumentException e) {
            // refused below, with the rule
        }
        throw broken(
                key,
                value,
                String.format(
                        Locale.ROOT,
                        "must be a time such as 30s or 5m, from %s to 30d",
                        TimeUtils.printDuration(least, false)));
    }

    /** Reads a size such as {@code 10MB} in bytes, from 1 KB to 1 GB. */
    public int size(String key) {
        String value = required(key);
        Matcher matcher = SIZE.matcher(value.trim());
        if (matcher.matches()) {
            String unit = Optional.ofNullable(matcher.group(2)).orElse("B").toUpperCase(Locale.ROOT);
            long bytes = Long.parseLong(matcher.group(1))
                    << 10 * Arrays.asList("B", "KB", "MB", "GB").indexOf(unit);
            if (bytes >= 1 << 10 && bytes <= 1 << 30) {
                return (int) bytes;
            }
        }
        throw broken(key, value, "must be a size such as 10MB, from 1KB to 1GB");
    }

    /** Reads a base URL: http or https with a host; no user, query or fragment. Returns it without a trailing slash. */
    public String url(String key) {
        String value = required(key).trim();
        try {
            URI uri = new URI(value);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return value.replaceAll("/+$", "");
            }
        } catch (URISyntaxException e) {
            // refused below, with the rule
        }
        throw broken(
                key,
                value.contains("@") || value.contains("?") ? "(not shown)" : value,
                "must be an http or https URL without user, query or fragment");
    }

    /** Reads a constant of an enum by its text in the API. */
    public <E extends Enum<E>> E oneOf(String key, Class<E> type, Function<E, String> text) {
        String value = required(key);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> text.apply(constant).equals(value.trim()))
                .findFirst()
                .orElseThrow(() -> broken(
                        key,
                        value,
                        Arrays.stream(type.getEnumConstants())
                                .map(text)
                                .collect(Collectors.joining(", ", "must be one of ", ""))));
    }

    /**
     * Returns a text with its keys as the user writes them: in code they begin with {@code plume.} for every instance.
     */
    public String asWritten(String text) {
        return place == null ? prefix.keys(text) : text;
    }

    /** Creates the exception for a value that violates its rule; the value of a secret key is not shown. */
    public ConfigurationException broken(String key, String value, String rule) {
        return broken(asWritten(key), value, rule, place);
    }

    static ConfigurationException broken(String key, String value, String rule, String place) {
        return new ConfigurationException(
                key,
                String.format(
                        Locale.ROOT,
                        "%s = %s: %s. Change %s in %s.",
                        key,
                        isSecret(key) && !value.equals("nothing") ? "(not shown)" : value,
                        rule,
                        key,
                        place == null
                                ? String.format(
                                        Locale.ROOT,
                                        "config/application.properties or in the environment (%s)",
                                        variable(key))
                                : place));
    }

    /** Returns the name of the environment variable of a key, the same in every locale. */
    public static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
