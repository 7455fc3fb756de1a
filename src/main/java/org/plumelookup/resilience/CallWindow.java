package org.plumelookup.resilience;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** Counts the calls of the last window, in sixty slices of it; the oldest one counts as a whole. Thread-safe. */
final class CallWindow {
    private static final int SLICES = 60;

    private final long slice;
    private final LongSupplier clock;
    private final long begun;
    private final long[] counts = new long[SLICES + 1];
    private long current;

    /**
     * Creates an empty window.
     *
     * @param length of the window
     * @param clock returns nanoseconds, never less than before
     */
    CallWindow(Duration length, LongSupplier clock) {
        this.slice = Math.max(1, length.toNanos() / SLICES);
        this.clock = clock;
        this.begun = clock.getAsLong();
    }

    /** Counts a call that leaves now. */
    synchronized void add() {
        moveOn();
        counts[index(current)]++;
    }

    /** Returns how many calls have left within the window that ends now. */
    synchronized long used() {
        moveOn();
        return Arrays.stream(counts).sum();
    }

    private void moveOn() {
        long now = (clock.getAsLong() - begun) / slice;
        for (long passed = Math.max(current + 1, now - SLICES); passed <= now; passed++) {
            counts[index(passed)] = 0;
        }
        current = now;
    }

    private static int index(long number) {
        return (int) (number % (SLICES + 1));
    }
}
