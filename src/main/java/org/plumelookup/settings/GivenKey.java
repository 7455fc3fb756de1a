package org.plumelookup.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.util.OrderedLocationProperties;

/**
 * A key that is set somewhere, known or not, as it is written there.
 *
 * @param name a property such as {@code plume-acme.api.url}, or an environment variable such as
 *     {@code PLUME_ACME_API_URL}
 * @param place where it is set, for a message
 */
public record GivenKey(String name, String place) {
    /** The place of a key that the environment sets, for a message. */
    static final String ENVIRONMENT = "the environment";

    private static final String VARIABLE = "PLUME_";
    private static final Pattern SERVICE = Pattern.compile("(PLUME_.+)_SERVICE_HOST");
    private static final Pattern OF_PREFIX = Pattern.compile("plume(-[a-z0-9]+)*");

    /** Returns the properties that begin like a key of any instance. */
    public static List<GivenKey> ofProperties(Properties properties, String place) {
        return properties.stringPropertyNames().stream()
                .filter(name -> InstanceName.shipped(name).startsWith("plume."))
                .sorted()
                .map(name -> new GivenKey(
                        name,
                        properties instanceof OrderedLocationProperties located
                                ? place(located.getLocation(name), place)
                                : place))
                .toList();
    }

    /** Camel names its own maps in one word, and files by their path. */
    private static String place(String location, String otherwise) {
        return location == null || location.matches("\\w+") ? otherwise : location;
    }

    /**
     * Returns the environment variables that begin with {@code PLUME_}, except those that Kubernetes sets for a service
     * whose name begins so.
     *
     * @param environment values by name
     */
    public static List<GivenKey> ofEnvironment(Map<String, String> environment) {
        Set<String> services = environment.keySet().stream()
                .map(SERVICE::matcher)
                .filter(Matcher::matches)
                .map(service -> service.group(1))
                .collect(Collectors.toSet());
        return environment.keySet().stream()
                .filter(name -> name.startsWith(VARIABLE))
                .filter(name -> services.stream().noneMatch(service -> isOfService(name, service)))
                .sorted()
                .map(name -> new GivenKey(name, ENVIRONMENT))
                .toList();
    }

    private static boolean isOfService(String name, String service) {
        return name.matches(Pattern.quote(service) + "_(SERVICE_(HOST|PORT(_.*)?)|PORT(_.*)?)");
    }

    private boolean isVariable() {
        return name.startsWith(VARIABLE);
    }

    /**
     * Returns the prefixes of the instances whose key it may be; several for an environment variable, none if it is not
     * a key.
     */
    Set<String> prefixes() {
        return Settings.shipped().keySet().stream()
                .map(key -> isVariable() ? ending(Settings.variable(key)) : ending(key))
                .filter(name::endsWith)
                .map(ending -> name.substring(0, name.length() - ending.length()))
                .map(head -> isVariable() ? head.toLowerCase(Locale.ROOT).replace('_', '-') : head)
                .filter(head -> OF_PREFIX.matcher(head).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns what follows the prefix: {@code .api.url} or {@code _API_URL}. */
    private static String ending(String shipped) {
        return shipped.substring("plume".length());
    }

    /** Returns the most similar key of an instance, in the same form. */
    String nearest() {
        return heads().flatMap(head -> Settings.shipped().keySet().stream()
                        .map(key -> head + ending(isVariable() ? Settings.variable(key) : key)))
                .sorted(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElseThrow();
    }

    /** Returns the possible prefixes, in its own form. */
    private Stream<String> heads() {
        if (!isVariable()) {
            return Stream.of(InstanceName.shipped(name).equals(name) ? "plume" : name.substring(0, name.indexOf('.')));
        }
        return IntStream.range(0, name.length())
                .filter(i -> name.charAt(i) == '_')
                .mapToObj(i -> name.substring(0, i));
    }

    /** Returns the key that replaces it, in the same form, if it is a key of an earlier version; else null. */
    String replacement(Map<String, String> removed) {
        for (Map.Entry<String, String> entry : removed.entrySet()) {
            String before = "." + entry.getKey();
            String after = "." + entry.getValue();
            if (isVariable()) {
                before = Settings.variable(before);
                after = Settings.variable(after);
            }
            if (name.endsWith(before)) {
                return name.substring(0, name.length() - before.length()) + after;
            }
        }
        return null;
    }

    /** Counts the single-character edits from one text to another (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
