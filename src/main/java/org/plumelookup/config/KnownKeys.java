package org.plumelookup.config;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Finds misspelt {@code plume.*} keys, which would otherwise be ignored. */
public final class KnownKeys {
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
     * that is.
     *
     * @param file the file; may be missing
     */
    public static List<String> unknown(Path file) {
        Set<String> given = new TreeSet<>(System.getProperties().stringPropertyNames());
        if (Files.exists(file)) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            given.addAll(properties.stringPropertyNames());
        }
        given.removeIf(key -> !key.startsWith("plume."));
        return unknown(given, file.toString());
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
                .map(key -> "%s is not a key of this program. Did you mean %s? Change it in %s."
                        .formatted(key, nearest(key, known), place))
                .toList();
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
