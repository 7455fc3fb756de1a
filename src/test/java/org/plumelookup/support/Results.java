package org.plumelookup.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the result files of a batch as somebody would who knows nothing of the program. */
public final class Results {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SortedMap<Integer, List<JsonNode>> rows = new TreeMap<>();

    private Results() {}

    /** Reads complete results: each line has to be JSON. */
    public static Results complete(Path folder) {
        assertThat(folder.resolve("summary.json")).exists();
        Results results = new Results();
        for (String name : List.of("found.jsonl", "errors.jsonl")) {
            String text = text(folder.resolve(name));
            assertThat(text)
                    .satisfiesAnyOf(
                            t -> assertThat(t).isEmpty(), t -> assertThat(t).endsWith("\n"));
            text.lines().forEach(line -> results.add(parsed(line)));
        }
        return results;
    }

    /** Reads results that may end anywhere: rows that are whole, up to the last line end of each file. */
    public static Results soFar(Path folder) {
        Results results = new Results();
        for (String name : List.of("found.jsonl", "errors.jsonl")) {
            Path file = folder.resolve(name);
            String text = Files.exists(file) ? text(file) : "";
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> results.add(parsed(line)));
        }
        results.rows
                .values()
                .removeIf(records ->
                        records.size() < records.get(0).path("matches").asInt(1));
        return results;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }

    private void add(JsonNode document) {
        rows.computeIfAbsent(document.path("row").asInt(), row -> new ArrayList<>())
                .add(document);
    }

    public boolean has(int row) {
        return rows.containsKey(row);
    }

    public int size() {
        return rows.size();
    }

    /** Returns the category of a row's failure, or {@code found}. */
    public String outcome(int row) {
        return rows.get(row).get(0).path("category").asText("found");
    }

    /** Returns the documents of each row without what may differ from run to run: time, calls, port and exception. */
    public Map<Integer, List<JsonNode>> comparable() {
        SortedMap<Integer, List<JsonNode>> comparable = new TreeMap<>();
        rows.forEach((row, documents) ->
                comparable.put(row, documents.stream().map(Results::comparable).toList()));
        return comparable;
    }

    private static JsonNode comparable(JsonNode document) {
        ObjectNode copy = document.deepCopy();
        copy.remove(List.of("time", "calls"));
        if (copy.path("category").asText().equals("unreachable")) {
            copy.remove("reason");
        }
        return copy;
    }
}
