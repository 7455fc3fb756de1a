package org.plumelookup.batch.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.plumelookup.batch.input.InputColumns;

/**
 * Writes {@code results.csv}: every row of the input in its order, with its columns as they were, followed by the
 * outcome and the customer. A row with several customers is there once for each.
 */
public final class ResultsCsv {
    /** Name of the file. */
    public static final String FILE = "results.csv";

    private static final List<String> CUSTOMER =
            List.of("customerId", "customerAccountId", "name", "email", "locationIds", "reason");

    private final LedgerIndex ledger;
    private final long rows;
    private final InputColumns columns;
    private final List<String> more;

    private ResultsCsv(LedgerIndex ledger, long rows, InputColumns columns, Set<String> fields) throws IOException {
        this.ledger = ledger;
        this.rows = rows;
        this.columns = columns;
        this.more = columns.closed() ? List.of() : List.copyOf(fields.size() < 2 ? fields : ordered());
    }

    /**
     * Writes the file into the folder of a batch.
     *
     * @param folder folder of the batch
     * @param rows number of rows of the batch, all of which are answered
     * @param columns of the input
     * @param fields names of the fields that the rows have besides the account ID, in any order
     * @param mark whether it begins with a byte order mark
     */
    public static void write(Path folder, long rows, InputColumns columns, Set<String> fields, boolean mark)
            throws IOException {
        try (LedgerIndex ledger = new LedgerIndex(folder, rows)) {
            ResultsCsv results = new ResultsCsv(ledger, rows, columns, fields);
            CsvTable.write(folder.resolve(FILE), columns.delimiter(), mark, csv -> {
                csv.writeRecord(results.header());
                for (long row = 1; row <= rows; row++) {
                    for (JsonNode record : ledger.records(row)) {
                        csv.writeRecord(results.cells(record));
                    }
                }
            });
        }
    }

    /** Returns the names of these fields in the order of the input, for which it reads all records once more. */
    private Set<String> ordered() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        for (long row = 1; row <= rows; row++) {
            ledger.records(row).get(0).path("input").fieldNames().forEachRemaining(name -> {
                if (names.size() < CsvTable.MOST_COLUMNS) {
                    names.add(name);
                }
            });
        }
        return names;
    }

    private List<String> header() {
        List<String> given = new ArrayList<>(columns.header());
        given.addAll(more);
        List<String> ours = new ArrayList<>(List.of("outcome"));
        ours.addAll(CUSTOMER);
        while (ours.stream().anyMatch(name -> given.stream().anyMatch(name::equalsIgnoreCase))) {
            ours.replaceAll(name -> "plume." + name);
        }
        given.addAll(ours);
        given.replaceAll(SpreadsheetCell::of);
        return given;
    }

    private List<String> cells(JsonNode record) {
        List<String> cells = new ArrayList<>();
        JsonNode input = record.path("input");
        if (columns.closed() && record.path("accountId").isNull()) {
            unreadable(input, cells);
        } else {
            for (int i = 0; i < columns.fields().size(); i++) {
                cells.add(SpreadsheetCell.of(
                        i == columns.accountId()
                                ? record.path("accountId")
                                : input.path(columns.fields().get(i))));
            }
        }
        more.forEach(name -> cells.add(SpreadsheetCell.of(input.path(name))));
        cells.add(record.path("category").asText("found"));
        CUSTOMER.forEach(name -> cells.add(SpreadsheetCell.of(record.path(name))));
        return cells;
    }

    /** Adds the text of a row that could not be read, which is its only field, into its first column. */
    private void unreadable(JsonNode input, List<String> cells) {
        cells.add(input.isEmpty() ? "" : SpreadsheetCell.of(input.elements().next()));
        while (cells.size() < columns.fields().size()) {
            cells.add("");
        }
    }
}
