package org.plumelookup.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Finds misspelt {@code plume.*} keys, which would otherwise be ignored. */
public final class KnownKeys {
    /** Keys of earlier versions without their prefix, each with what replaces it. */
    private static final Map<String, String> REMOVED = Map.of("hold.refusals", "hold.canary");

    private KnownKeys() {}

    /**
     * Checks the keys of a configuration file and of the system properties.
     *
     * @param file the file; may be missing
     * @throws ConfigurationException if one of our keys is not known; the message names the nearest that is
     */
    public static void check(Path file) {
        refuse(unknown(file));
    }

    /**
     * Lists the keys of a configuration file and of the system properties that are not known, each with the nearest
     * that is. A key can be of an instance with a prefix of its own.
     *
     * @param file the file; may be missing
     */
    public static List<String> unknown(Path file) {
        Set<String> given = given(file);
        Set<String> known = Keys.shipped().stringPropertyNames();
        given.removeIf(key -> known.contains(Prefix.shipped(key)));
        return unknown(given, file.toString());
    }

    /**
     * Checks that the keys of a configuration file and of the system properties are those of instances there are.
     *
     * @param file the file; may be missing
     * @param exists tells whether there is an instance with a prefix
     * @throws ConfigurationException if there is none
     */
    public static void checkPrefixes(Path file, Predicate<Prefix> exists) {
        given(file).stream()
                .map(key -> new Prefix(key.substring(0, key.indexOf('.'))))
                .filter(exists.negate())
                .findFirst()
                .ifPresent(prefix -> {
                    throw new ConfigurationException(String.format(
                            Locale.ROOT,
                            "%s.*: no lookup has keys that begin so. Add camel.beans.%s=#class:org.plumelookup.PlumeLookup(\"%s\") to %s, or mend the keys there.",
                            prefix.text(),
                            prefix.bean(""),
                            prefix.text(),
                            file));
                });
    }

    private static Set<String> given(Path file) {
        Set<String> given = new TreeSet<>(System.getProperties().stringPropertyNames());
        if (Files.exists(file)) {
            try {
                given.addAll(Utf8File.properties(file).stringPropertyNames());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        given.removeIf(key -> !Prefix.shipped(key).startsWith("plume."));
        return given;
    }

    static void check(Set<String> given, String place) {
        refuse(unknown(given, place));
    }

    private static void refuse(List<String> unknown) {
        if (!unknown.isEmpty()) {
            throw new ConfigurationException(unknown.get(0));
        }
    }

    private static List<String> unknown(Set<String> given, String place) {
        Set<String> known = Keys.shipped().stringPropertyNames();
        return given.stream()
                .filter(key -> !known.contains(key))
                .map(key -> unknown(key, known, place))
                .toList();
    }

    private static String unknown(String key, Set<String> known, String place) {
        String replacement = REMOVED.get(key.substring(key.indexOf('.') + 1));
        return replacement == null
                ? String.format(
                        Locale.ROOT,
                        "%s is not a key of this program. Did you mean %s? Change it in %s.",
                        key,
                        of(key, nearest(Prefix.shipped(key), known)),
                        place)
                : String.format(
                        Locale.ROOT,
                        "%s is no longer a key of this program: %s replaces it. Change it in %s.",
                        key,
                        key.substring(0, key.indexOf('.') + 1) + replacement,
                        place);
    }

    /** Names a key of the instance that another key is of. */
    private static String of(String other, String key) {
        return Prefix.shipped(other).equals(other) ? key : other.replaceFirst("\\..*", key.substring(key.indexOf('.')));
    }

    private static String nearest(String key, Set<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
                .orElseThrow();
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
