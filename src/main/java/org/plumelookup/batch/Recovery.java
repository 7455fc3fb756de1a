package org.plumelookup.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.plumelookup.api.Outcome;

/**
 * Reads a result file of an earlier run into the ledger, up to the last complete row.
 *
 * <p>The records of a row follow each other. Nothing counts from the first line on that is incomplete, or whose row
 * lacks a record: those rows are asked again. A line that a crash cannot cause is damage, and is reported.
 */
final class Recovery {
    private static final JsonFactory JSON = new JsonFactory();

    private final Ledger ledger;
    private final long rows;
    private final AccountHashes accounts;

    /**
     * Creates a reader of result files.
     *
     * @param ledger records the answered rows
     * @param rows number of rows of the input; a record of a later row is invalid
     * @param accounts of the input, to check the records; null for no check
     */
    Recovery(Ledger ledger, long rows, AccountHashes accounts) {
        this.ledger = ledger;
        this.rows = rows;
        this.accounts = accounts;
    }

    /** Reads all results of a batch. */
    static Ledger ledger(Path folder, long rows, AccountHashes accounts) throws IOException {
        Ledger ledger = new Ledger();
        Recovery recovery = new Recovery(ledger, rows, accounts);
        recovery.read(folder.resolve("found.jsonl"));
        recovery.read(folder.resolve("errors.jsonl"));
        return ledger;
    }

    /** Holds the fields of a record. */
    private record Entry(long row, String accountId, int match, int matches, Outcome outcome) {}

    /**
     * Records every complete row of a file.
     *
     * @param file a result file; may be missing
     * @return length of the file up to the end of its last complete row, in bytes
     * @throws DamagedFileException if a record belongs to another account than its row, or valid ones follow an invalid
     *     one
     */
    long read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        long position = 0;
        long whole = 0;
        long number = 0;
        Entry last = null;
        try (LineReader line = new LineReader(Files.newInputStream(file))) {
            while (line.next()) {
                Entry entry = entry(line);
                number++;
                if (entry != null && accounts != null && !accounts.matches(entry.row, entry.accountId)) {
                    throw damaged(file, number, "its account is not that of its row in the input");
                }
                if (entry == null || !follows(last, entry)) {
                    if (!line.isOfPowerLoss() && isRowLost(line)) {
                        throw damaged(
                                file, number, "it is not a valid record at this position, and valid ones follow it");
                    }
                    break;
                }
                position += line.size() + 1;
                last = entry;
                if (entry.match == entry.matches) {
                    ledger.record(entry.row, entry.outcome, entry.matches);
                    whole = position;
                }
            }
        }
        return whole;
    }

    /** Returns whether the rest of the file has answered rows, which would be asked again. */
    private boolean isRowLost(LineReader line) throws IOException {
        while (line.next()) {
            Entry entry = entry(line);
            if (entry != null && !ledger.isAnswered(entry.row)) {
                return true;
            }
        }
        return false;
    }

    private static DamagedFileException damaged(Path file, long line, String why) {
        return new DamagedFileException(
                file,
                String.format(Locale.ROOT, "line %d: %s", line, why),
                "Restore the file from a backup, or delete this line and the others of its row: that row is asked"
                        + " again, the others are not. If the input, plume.file.column or plume.file.encoding was"
                        + " changed, change it back. Then start again.");
    }

    /** Returns the length of the complete lines of a file, in bytes; 0 if there is none. */
    static long wholeLines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (RandomAccessFile lines = new RandomAccessFile(file.toFile(), "r")) {
            long end = lines.length();
            while (end > 0) {
                lines.seek(end - 1);
                if (lines.read() == '\n') {
                    break;
                }
                end--;
            }
            return end;
        }
    }

    private boolean follows(Entry last, Entry next) {
        boolean within = last != null && last.match < last.matches;
        return within
                ? next.row == last.row && next.match == last.match + 1 && next.matches == last.matches
                : next.match == 1 && !ledger.isAnswered(next.row);
    }

    private Entry entry(LineReader line) {
        long row = 0;
        String accountId = null;
        int match = 1;
        int matches = 1;
        Outcome outcome = Outcome.FOUND;
        try (JsonParser parser = JSON.createParser(line.buffer, line.start, line.size())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "row" -> row = parser.getLongValue();
                    case "accountId" -> accountId = parser.getValueAsString();
                    case "match" -> match = parser.getIntValue();
                    case "matches" -> matches = parser.getIntValue();
                    case "category" -> outcome = category(parser.getText());
                    default -> parser.skipChildren();
                }
            }
            boolean end = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
            return end && row > 0 && row <= rows && outcome != null
                    ? new Entry(row, accountId, match, matches, outcome)
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static Outcome category(String text) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.text().equals(text))
                .findFirst()
                .orElse(null);
    }

    /** Reads a file by blocks and finds its lines there: a stream that is read by bytes takes a lock for each. */
    private static final class LineReader implements AutoCloseable {
        private final InputStream in;
        private byte[] buffer = new byte[1 << 16];
        private int limit; // of what is read
        private int start; // of the line
        private int end; // of the line, where its line end is
        private int next; // where the next line begins

        LineReader(InputStream in) {
            this.in = in;
        }

        /** Reads the next line; returns false at the end of the file, also if its last line has no end. */
        boolean next() throws IOException {
            start = next;
            end = start;
            do {
                while (end < limit) {
                    if (buffer[end] == '\n') {
                        next = end + 1;
                        return true;
                    }
                    end++;
                }
            } while (fill());
            return false;
        }

        private boolean fill() throws IOException {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            limit -= start;
            end -= start;
            start = 0;
            next = 0;
            if (limit == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
            int read = in.read(buffer, limit, buffer.length - limit);
            limit += Math.max(0, read);
            return read > 0;
        }

        /** Returns the length of the line, without its end. */
        int size() {
            return end - start;
        }

        /** Returns whether it has zeros: these are in a page that was not on the disk when the power was lost. */
        boolean isOfPowerLoss() {
            for (int i = start; i < end; i++) {
                if (buffer[i] == 0) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
