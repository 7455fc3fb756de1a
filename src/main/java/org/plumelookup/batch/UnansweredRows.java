package org.plumelookup.batch;

import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import org.plumelookup.api.LookupRequest;

/**
 * Returns the rows of a batch that are not answered: skips the others, and waits before each until it is admitted. Ends
 * early if the batch has a fault, such as an error in reading its file. Used by one thread at a time.
 */
final class UnansweredRows implements Iterator<LookupRequest> {
    private final NumberedRows reader;
    private final long last;
    private final BatchResults results;
    private final InFlightLimiter inFlight;
    private final AtomicReference<Exception> fault;
    private LookupRequest next;

    /**
     * Creates the rows.
     *
     * @param reader all rows of the file
     * @param last number of the last row to return
     * @param results know the answered rows
     * @param inFlight limits the rows in flight
     * @param fault why the batch stops; empty while it does not
     */
    UnansweredRows(
            NumberedRows reader,
            long last,
            BatchResults results,
            InFlightLimiter inFlight,
            AtomicReference<Exception> fault) {
        this.reader = reader;
        this.last = last;
        this.results = results;
        this.inFlight = inFlight;
        this.fault = fault;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !results.areAllAnswered()) {
            next = unanswered();
            if (next != null && !inFlight.acquire(() -> fault.get() != null)) {
                next = null;
            }
        }
        return next != null;
    }

    private LookupRequest unanswered() {
        try {
            while (fault.get() == null && reader.hasNext()) {
                LookupRequest row = reader.next();
                if (row.row() > last) {
                    return null;
                }
                if (!results.isAnswered(row.row())) {
                    return RowJson.limited(row);
                }
            }
        } catch (UncheckedIOException e) {
            fault.compareAndSet(null, e.getCause());
        }
        return null;
    }

    @Override
    public LookupRequest next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        LookupRequest row = next;
        next = null;
        return row;
    }
}
