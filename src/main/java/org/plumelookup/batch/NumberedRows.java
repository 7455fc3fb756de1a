package org.plumelookup.batch;

import java.io.IOException;
import java.util.Iterator;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.batch.input.RowReader;

/** Reads the rows of an input file, each with the number under which it is answered. Used by one thread at a time. */
final class NumberedRows implements Iterator<LookupRequest>, AutoCloseable {
    private final InputFingerprint input;
    private final RowReader reader;
    private final long settled;
    private long position;

    private NumberedRows(InputFingerprint input, RowReader reader, long settled) {
        this.input = input;
        this.reader = reader;
        this.settled = settled;
    }

    static NumberedRows of(ScannedFile file, InputFingerprint input) throws IOException {
        return new NumberedRows(
                input,
                RowReader.open(file.path(), file.settings(), file.scan()),
                file.scan().settledRows());
    }

    /** Returns the number of the last row that does not change if the file grows. */
    long lastSettled() {
        return input.number(settled);
    }

    /** Returns the number of the next row, if there is one. */
    long nextNumber() {
        return input.number(position + 1);
    }

    @Override
    public boolean hasNext() {
        return reader.hasNext();
    }

    @Override
    public LookupRequest next() {
        LookupRequest row = reader.next();
        position = row.row();
        return input.torn().isEmpty()
                ? row
                : new LookupRequest(input.number(row.row()), row.accountId(), row.input(), row.problem());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
