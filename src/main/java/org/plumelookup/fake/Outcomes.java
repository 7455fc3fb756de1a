package org.plumelookup.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts accounts by outcome and source, for the table at the end of the demo. Used by one thread. */
final class Outcomes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SOURCES = List.of("file", "queue", "timer");

    private final Map<String, Map<String, Long>> counts = new LinkedHashMap<>();

    /** Adds the counts of a batch. */
    void addSummary(String source, Path summary) throws IOException {
        JSON.readTree(summary.toFile())
                .path("outcomes")
                .properties()
                .forEach(entry -> add(source, entry.getKey(), entry.getValue().asLong()));
    }

    /** Adds the messages of a file, one JSON document a line. */
    void addLines(String source, Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            add(source, line);
        }
    }

    /** Adds a message of a channel; counts each account once. */
    void add(String source, String document) throws IOException {
        JsonNode message = JSON.readTree(document);
        if (message.path("match").asInt(1) == 1) {
            add(source, message.path("category").asText("found"), 1);
        }
    }

    private void add(String source, String outcome, long accounts) {
        counts.computeIfAbsent(outcome, key -> new LinkedHashMap<>()).merge(source, accounts, Long::sum);
    }

    /** Prints the table. */
    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%n%-14s %9s %9s %9s%n", "outcome", "file", "queue", "timer");
        counts.forEach((outcome, bySource) -> row(out, outcome, bySource));
        Map<String, Long> all = new LinkedHashMap<>();
        counts.values().forEach(bySource -> bySource.forEach((source, n) -> all.merge(source, n, Long::sum)));
        row(out, "all", all);
    }

    private static void row(PrintWriter out, String name, Map<String, Long> bySource) {
        out.printf(Locale.ROOT, "%-14s", name);
        SOURCES.forEach(source -> out.printf(Locale.ROOT, " %9d", bySource.getOrDefault(source, 0L)));
        out.println();
    }
}
