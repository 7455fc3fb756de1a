package org.plumelookup.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.plumelookup.resilience.CircuitBreakers;

/**
 * Gives the rows of one tick to a split: none while a hold lasts, and none any more once the program stops or the rest
 * is left for the next tick. Used by one thread at a time; {@link #leaveRest()} is thread-safe.
 */
final class Rows implements Iterator<Object>, Closeable {
    private static final long SLICE_MILLIS = 200;

    private final Iterator<?> rows;
    private final CircuitBreakers breakers;
    private final BooleanSupplier stopping;
    private volatile boolean restLeft;

    Rows(Iterator<?> rows, CircuitBreakers breakers, BooleanSupplier stopping) {
        this.rows = rows;
        this.breakers = breakers;
        this.stopping = stopping;
    }

    /** Ends the tick: rows that are under way come to their end, the others come again. */
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
        restLeft = true; // Camel asks once more after it has closed its iterator
        if (rows instanceof Closeable closeable) {
            closeable.close();
        }
    }
}
