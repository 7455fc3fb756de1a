package org.plumelookup.fake;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts requests in a rolling window and refuses those above the limit. Refused requests count too, as in the real
 * firewall: a client that keeps calling stays blocked. Thread-safe.
 */
final class Firewall {
    private final int limit;
    private final long window;
    private final LongSupplier nanos;
    /**
     * A ring buffer of the times of the last window's requests: a queue of boxed values would take five times the
     * memory.
     */
    private long[] times = new long[1024];

    private int first;
    private int count;
    private int peak;
    private boolean blocked;
    private long blockedUntil;

    Firewall(int limit, Duration window, LongSupplier nanos) {
        this.limit = limit;
        this.window = window.toNanos();
        this.nanos = nanos;
    }

    /** Counts a request and returns whether it is allowed. */
    synchronized boolean admits() {
        long now = nanos.getAsLong();
        forgetBefore(now);
        append(now);
        peak = Math.max(peak, count);
        blocked = blocked && blockedUntil - now > 0;
        return !blocked && (limit == 0 || count <= limit);
    }

    /** Refuses every request for a time from now; zero ends an earlier block. */
    synchronized void block(Duration time) {
        blocked = true;
        blockedUntil = nanos.getAsLong() + time.toNanos();
    }

    /** Returns the largest number of requests in any window. */
    synchronized int peak() {
        return peak;
    }

    private void forgetBefore(long now) {
        while (count > 0 && now - times[first] >= window) {
            first = (first + 1) % times.length;
            count--;
        }
    }

    private void append(long now) {
        if (count == times.length) {
            long[] larger = new long[count * 2];
            System.arraycopy(times, first, larger, 0, count - first);
            System.arraycopy(times, 0, larger, count - first, first);
            times = larger;
            first = 0;
        }
        times[(first + count) % times.length] = now;
        count++;
    }
}
