package org.plumelookup.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes a copy of a result file as CSV, which is safe to open in a spreadsheet. */
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
     * @param mark whether it begins with a byte order mark
     */
    static void write(Path folder, String name, boolean mark) throws IOException {
        Path source = folder.resolve(name + ".jsonl");
        List<String> fields = name.equals("found") ? FOUND : ERRORS;
        Set<String> columns = inputColumns(source);
        CsvTable.write(folder.resolve(name + ".csv"), ',', mark, csv -> {
            List<String> header = new ArrayList<>(fields);
            columns.forEach(
                    column -> header.add(SpreadsheetCell.of(fields.contains(column) ? "input." + column : column)));
            csv.writeRecord(header);
            try (BufferedReader lines = Files.newBufferedReader(source)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    csv.writeRecord(cells(RowJson.MAPPER.readTree(line), fields, columns));
                }
            }
        });
    }

    private static Set<String> inputColumns(Path source) throws IOException {
        Set<String> columns = new LinkedHashSet<>();
        try (BufferedReader lines = Files.newBufferedReader(source)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                RowJson.MAPPER.readTree(line).path("input").fieldNames().forEachRemaining(column -> {
                    if (columns.size() < CsvTable.MOST_COLUMNS) {
                        columns.add(column);
                    }
                });
            }
        }
        return columns;
    }

    private static List<String> cells(JsonNode record, List<String> fields, Set<String> columns) {
        List<String> cells = new ArrayList<>();
        fields.forEach(field -> cells.add(SpreadsheetCell.of(record.path(field))));
        columns.forEach(
                column -> cells.add(SpreadsheetCell.of(record.path("input").path(column))));
        return cells;
    }
}
