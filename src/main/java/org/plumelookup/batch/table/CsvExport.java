package org.plumelookup.batch.table;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plumelookup.lookup.ExactJson;

/** Writes a copy of a result file as CSV, which is safe to open in a spreadsheet. Used by one thread. */
public final class CsvExport {
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
    private static final String INPUT = "input";

    private final String[] cells;
    private final Map<String, Integer> fields;
    private final Map<String, Integer> columns;

    private CsvExport(List<String> fields, Set<String> columns) {
        this.cells = new String[fields.size() + columns.size()];
        this.fields = places(fields, 0);
        this.columns = places(columns, fields.size());
    }

    private static Map<String, Integer> places(Collection<String> names, int first) {
        Map<String, Integer> places = new HashMap<>();
        names.forEach(name -> places.put(name, first + places.size()));
        return places;
    }

    /**
     * Writes {@code found.csv} or {@code errors.csv} next to the file of JSON lines.
     *
     * @param folder folder of the batch
     * @param name {@code found} or {@code errors}
     * @param mark whether it begins with a byte order mark
     * @return names of the fields that its rows had besides the account ID, in the order of the answers
     */
    public static Set<String> write(Path folder, String name, boolean mark) throws IOException {
        Path source = folder.resolve(name + ".jsonl");
        List<String> fields = name.equals("found") ? FOUND : ERRORS;
        Set<String> columns = inputColumns(source);
        CsvExport export = new CsvExport(fields, columns);
        CsvTable.write(folder.resolve(name + ".csv"), ',', mark, csv -> {
            List<String> header = new ArrayList<>(fields);
            columns.forEach(
                    column -> header.add(SpreadsheetCell.of(fields.contains(column) ? "input." + column : column)));
            csv.writeRecord(header);
            try (JsonParser records = ExactJson.MAPPER.createParser(source.toFile())) {
                while (records.nextToken() != null) {
                    csv.writeRecord(export.cells(records));
                }
            }
        });
        return columns;
    }

    private static Set<String> inputColumns(Path source) throws IOException {
        Set<String> columns = new LinkedHashSet<>();
        try (JsonParser records = ExactJson.MAPPER.createParser(source.toFile())) {
            while (records.nextToken() != null) {
                while (records.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isInput = records.currentName().equals(INPUT);
                    records.nextToken();
                    if (isInput) {
                        addNames(records, columns);
                    } else {
                        records.skipChildren();
                    }
                }
            }
        }
        return columns;
    }

    private static void addNames(JsonParser input, Set<String> columns) throws IOException {
        while (input.nextToken() == JsonToken.FIELD_NAME) {
            if (columns.size() < CsvTable.MOST_COLUMNS) {
                columns.add(input.currentName());
            }
            input.nextToken();
            input.skipChildren();
        }
    }

    /** Reads the next record; without a tree, because there can be millions. */
    private String[] cells(JsonParser record) throws IOException {
        Arrays.fill(cells, "");
        while (record.nextToken() == JsonToken.FIELD_NAME) {
            String name = record.currentName();
            record.nextToken();
            if (name.equals(INPUT)) {
                while (record.nextToken() == JsonToken.FIELD_NAME) {
                    String column = record.currentName();
                    record.nextToken();
                    read(record, columns.get(column));
                }
            } else {
                read(record, fields.get(name));
            }
        }
        return cells;
    }

    private void read(JsonParser value, Integer place) throws IOException {
        if (place == null) {
            value.skipChildren();
        } else if (value.currentToken().isStructStart()) {
            cells[place] = SpreadsheetCell.of(value.<JsonNode>readValueAsTree());
        } else if (value.currentToken() != JsonToken.VALUE_NULL) {
            cells[place] = SpreadsheetCell.of(value.getText());
        }
    }
}
