package org.plumelookup.batch;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.plumelookup.disk.AtomicFile;

/** Writes a copy of a result file as CSV (RFC 4180), which is safe to open in a spreadsheet. */
final class CsvExport {
    private static final List<String> FOUND = List.of(
            "row",
            "accountId",
            "customerId",
            "customerAccountId",
            "name",
            "email",
            "locationIds",
            "match",
            "matches",
            "others");
    private static final List<String> ERRORS =
            List.of("row", "accountId", "category", "status", "reason", "retryable", "calls", "time");

    private CsvExport() {}

    /**
     * Writes {@code found.csv} or {@code errors.csv} next to the file of JSON lines.
     *
     * @param folder folder of the batch
     * @param name {@code found} or {@code errors}
     */
    static void write(Path folder, String name) throws IOException {
        Path source = folder.resolve(name + ".jsonl");
        List<String> fields = name.equals("found") ? FOUND : ERRORS;
        Set<String> columns = inputColumns(source);
        AtomicFile.write(folder.resolve(name + ".csv"), out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            CsvWriter csv =
                    CsvWriter.builder().quoteStrategy(QuoteStrategies.ALWAYS).build(writer);
            List<String> header = new ArrayList<>(fields);
            columns.forEach(
                    column -> header.add(SpreadsheetCell.of(fields.contains(column) ? "input." + column : column)));
            csv.writeRecord(header);
            try (BufferedReader lines = Files.newBufferedReader(source)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    csv.writeRecord(cells(RowJson.MAPPER.readTree(line), fields, columns));
                }
            }
            csv.flush();
        });
    }

    private static Set<String> inputColumns(Path source) throws IOException {
        Set<String> columns = new LinkedHashSet<>();
        try (BufferedReader lines = Files.newBufferedReader(source)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                RowJson.MAPPER.readTree(line).path("input").fieldNames().forEachRemaining(columns::add);
            }
        }
        return columns;
    }

    private static List<String> cells(JsonNode record, List<String> fields, Set<String> columns) {
        List<String> cells = new ArrayList<>();
        fields.forEach(field -> cells.add(SpreadsheetCell.of(record.path(field))));
        columns.forEach(column -> cells.add(SpreadsheetCell.of(record.path("input").path(column))));
        return cells;
    }
}
