package org.plumelookup.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.plumelookup.resilience.CircuitBreakers;

/**
 * Iterates over the rows of one tick for a split: waits during a hold, and ends if the program stops or the rest is
 * left for the next tick. Used by one thread at a time; {@link #leaveRest()} is thread-safe.
 */
final class PausableRows implements Iterator<Object>, Closeable {
    private static final long SLICE_MILLIS = 200;

    private final Iterator<?> rows;
    private final CircuitBreakers breakers;
    private final BooleanSupplier stopping;
    private volatile boolean restLeft;

    PausableRows(Iterator<?> rows, CircuitBreakers breakers, BooleanSupplier stopping) {
        this.rows = rows;
        this.breakers = breakers;
        this.stopping = stopping;
    }

    /** Ends the tick: rows in progress are completed, the others are left for the next tick. */
    void leaveRest() {
        restLeft = true;
    }

    @Override
    public boolean hasNext() {
        try {
            while (breakers.isCallingSuspended() && !isOver()) {
                TimeUnit.MILLISECONDS.sleep(SLICE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !isOver() && rows.hasNext();
    }

    private boolean isOver() {
        return restLeft || stopping.getAsBoolean();
    }

    @Override
    public Object next() {
        return rows.next();
    }

    @Override
    public void close() throws IOException {
        restLeft = true; // Camel calls hasNext once more after closing the iterator
        if (rows instanceof Closeable closeable) {
            closeable.close();
        }
    }
}
