package org.plumelookup.settings;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesParser;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.spi.PropertiesSource;

/**
 * Reads a secret from a context's properties, from the same places in the same order as Camel. Camel itself would log
 * it at DEBUG and read braces in it as a placeholder.
 *
 * <p>The value is used as it is. Only a value that is a single placeholder, such as <code>{{env:NAME}}</code>, is
 * resolved.
 */
final class SecretValue {
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{([^{}]+)}}");
    private static final int MOST_REFERENCES = 10;

    private final PropertiesComponent properties;

    private SecretValue(PropertiesComponent properties) {
        this.properties = properties;
    }

    /**
     * Returns the value of a key.
     *
     * @return empty if it is not set
     * @throws ConfigurationException if it is a placeholder without a value
     */
    static Optional<String> of(CamelContext context, String key) {
        return context.getPropertiesComponent() instanceof PropertiesComponent camel
                ? new SecretValue(camel).value(key, MOST_REFERENCES)
                : context.getPropertiesComponent().resolveProperty(key);
    }

    private Optional<String> value(String key, int references) {
        boolean environmentFirst =
                properties.getEnvironmentVariableMode() == PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_OVERRIDE;
        boolean systemFirst =
                properties.getSystemPropertiesMode() == PropertiesComponent.SYSTEM_PROPERTIES_MODE_OVERRIDE;
        Supplier<String> environment = () -> environment(key);
        Supplier<String> system = () -> system(key);
        Supplier<String> nothing = () -> null;
        Optional<String> value = first(environmentFirst ? environment : nothing, systemFirst ? system : nothing)
                .or(() -> loaded(key).flatMap(text -> followed(key, text, references)))
                .or(() -> first(environment, system));
        // If the host's values are encrypted, its parser decrypts them.
        return value.map(text -> Objects.requireNonNullElse(
                properties.getPropertiesParser().parseProperty(key, text, (name, otherwise) -> null), text));
    }

    private static Optional<String> first(Supplier<String> one, Supplier<String> other) {
        return Optional.ofNullable(one.get()).or(() -> Optional.ofNullable(other.get()));
    }

    private String environment(String key) {
        return properties.getEnvironmentVariableMode() == PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER
                ? null
                : System.getenv(Settings.variable(key));
    }

    private String system(String key) {
        return properties.getSystemPropertiesMode() == PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER
                ? null
                : System.getProperty(key);
    }

    private Optional<String> loaded(String key) {
        return first(() -> properties.loadProperties(key::equals).getProperty(key), () -> sourced(key))
                .or(() -> Optional.ofNullable(custom(key)));
    }

    /** Reads from sources that cannot list their keys. */
    private String sourced(String key) {
        return properties.getPropertiesSources().stream()
                .map((PropertiesSource source) -> source.getProperty(key))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Reads from Spring Boot. */
    private String custom(String key) {
        PropertiesParser parser = properties.getPropertiesParser();
        try {
            return parser.customLookup(key);
        } catch (NoSuchMethodError e) {
            return parser.parseProperty(key, null, (name, otherwise) -> null); // as Camel did before 4.19
        }
    }

    private Optional<String> followed(String key, String text, int references) {
        Matcher reference = REFERENCE.matcher(text.strip());
        if (!reference.matches()) {
            return Optional.of(text);
        }
        String name = reference.group(1);
        int colon = name.indexOf(':');
        PropertiesFunction function = colon < 0 ? null : properties.getPropertiesFunction(name.substring(0, colon));
        Optional<String> value = function != null
                ? Optional.ofNullable(function.apply(name.substring(colon + 1)))
                : references == 0 ? Optional.empty() : value(name, references - 1);
        if (value.isEmpty()) {
            throw Settings.broken(key, text, "has a {{placeholder}} without a value", null);
        }
        return value;
    }
}
