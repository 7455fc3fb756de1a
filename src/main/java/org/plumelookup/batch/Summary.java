package org.plumelookup.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumelookup.batch.report.Totals;
import org.plumelookup.batch.table.ResultsCsv;
import org.plumelookup.disk.AtomicFile;

/**
 * Holds the summary of a complete batch.
 *
 * @param input name of the input file
 * @param folder folder of the results
 * @param rows data rows of the input
 * @param customers customers found, over all rows
 * @param outcomes rows of each outcome that occurred, by its text
 * @param started when the run began that completed it
 * @param finished when it was complete
 */
public record Summary(
        String input,
        Path folder,
        long rows,
        long customers,
        Map<String, Long> outcomes,
        Instant started,
        Instant finished) {
    static final String FILE = "summary.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    static Summary of(InputFingerprint input, Ledger ledger, Path folder, Instant started) {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        ledger.outcomes().forEach((outcome, rows) -> outcomes.put(outcome.text(), rows));
        return new Summary(input.name(), folder, ledger.rows(), ledger.customers(), outcomes, started, Instant.now());
    }

    /** Returns whether there is a summary in the folder of a batch: the batch is complete, or was before it grew. */
    public static boolean existsIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /**
     * Deletes the files of a complete batch if they have fewer rows than its file now: they were written while it grew.
     *
     * @return whether they were deleted
     */
    public static boolean withdrawOutdated(Path folder) throws IOException {
        if (!existsIn(folder)) {
            return false;
        }
        try {
            InputFingerprint input = InputFingerprint.recorded(folder);
            boolean outdated = input != null && read(folder).rows() < input.rows();
            if (outdated) {
                withdraw(folder);
            }
            return outdated;
        } catch (DamagedFileException | NewerFormatException | NoSuchFileException | AccessDeniedException e) {
            return false; // withdrawn at this moment, or told when the batch is opened
        }
    }

    /**
     * Reads {@code summary.json}.
     *
     * @throws DamagedFileException if it is not what {@link #write} writes
     */
    static Summary read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            if (!node.path("rows").isIntegralNumber()) {
                throw damaged(file);
            }
            return read(folder, node);
        } catch (JsonProcessingException | DateTimeException e) {
            throw damaged(file);
        }
    }

    private static DamagedFileException damaged(Path file) {
        return new DamagedFileException(
                file,
                "it is not the JSON document that this program writes",
                "Delete it and start again: it is written anew from the results, and nothing is asked again.");
    }

    private static Summary read(Path folder, JsonNode node) {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        node.path("outcomes")
                .properties()
                .forEach(entry -> outcomes.put(entry.getKey(), entry.getValue().asLong()));
        return new Summary(
                node.path("input").asText(),
                folder,
                node.path("rows").asLong(),
                node.path("customers").asLong(),
                outcomes,
                Instant.parse(node.path("started").asText()),
                Instant.parse(node.path("finished").asText()));
    }

    /** Deletes the files of a complete batch, because its file has grown. */
    static void withdraw(Path folder) throws IOException {
        for (String name : List.of(FILE, "report.html", ResultsCsv.FILE, "found.csv", "errors.csv")) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    /** Returns the figures for the report. */
    Totals totals() {
        return new Totals(input, rows, customers, outcomes, finished);
    }

    /** Writes {@code summary.json}, which makes the batch complete. */
    void write() throws IOException {
        ObjectNode node =
                JSON.createObjectNode().put("input", input).put("rows", rows).put("customers", customers);
        ObjectNode counts = node.putObject("outcomes");
        outcomes.forEach(counts::put);
        node.put("started", started.toString()).put("finished", finished.toString());
        AtomicFile.write(
                folder.resolve(FILE),
                out -> out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node)));
    }
}
