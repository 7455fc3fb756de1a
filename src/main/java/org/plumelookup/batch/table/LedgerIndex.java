package org.plumelookup.batch.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads the records of a complete ledger in the order of the rows, though its files have them in the order of the
 * answers.
 *
 * <p>It remembers where the records of a row are, eight bytes a row, for a million rows at a time: so the memory that
 * it needs does not grow with the batch. Used by one thread.
 */
final class LedgerIndex implements AutoCloseable {
    private static final int ROWS = 1 << 20;

    private final Path folder;
    private final int most;
    private final long[] places; // twice the offset, one more if it is an error, and one more, because 0 is none
    private final LineFile found;
    private final LineFile errors;
    private long first;

    /**
     * Opens the result files of a batch.
     *
     * @param rows number of its rows
     */
    LedgerIndex(Path folder, long rows) throws IOException {
        this(folder, rows, ROWS);
    }

    LedgerIndex(Path folder, long rows, int most) throws IOException {
        this.folder = folder;
        this.most = most;
        this.places = new long[(int) Math.min(rows, most)];
        this.found = new LineFile(folder.resolve("found.jsonl"));
        try {
            this.errors = new LineFile(folder.resolve("errors.jsonl"));
        } catch (IOException e) {
            found.close();
            throw e;
        }
    }

    /**
     * Returns the records of a row: one for each customer, or that of its failure.
     *
     * @param row number of the row, from 1; quick if rows are asked in ascending order
     */
    List<JsonNode> records(long row) throws IOException {
        if (first == 0 || row < first || row >= first + most) {
            first = row - (row - 1) % most;
            Arrays.fill(places, 0);
            find(found, 0);
            find(errors, 1);
        }
        long place = places[(int) (row - first)] - 1;
        if (place < 0) {
            throw new IOException(String.format(Locale.ROOT, "%s has no record of row %d", folder, row));
        }
        LineFile file = place % 2 == 0 ? found : errors;
        file.seek(place / 2);
        List<JsonNode> records = new ArrayList<>();
        int matches = 1;
        while (records.size() < matches) {
            JsonNode record = file.next();
            matches = record.path("matches").asInt(1);
            records.add(record);
        }
        return records;
    }

    private void find(LineFile file, int kind) throws IOException {
        file.seek(0);
        while (file.hasNext()) {
            long place = 2 * file.position() + kind + 1;
            add(file.nextRow(), place);
        }
    }

    private void add(long row, long place) {
        if (row >= first && row < first + places.length && places[(int) (row - first)] == 0) {
            places[(int) (row - first)] = place; // the other records of the row follow this one
        }
    }

    @Override
    public void close() throws IOException {
        try (found;
                errors) {
            // both, whatever fails
        }
    }
}
