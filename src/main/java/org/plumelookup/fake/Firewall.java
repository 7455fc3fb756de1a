package org.plumelookup.fake;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts requests in a rolling window and refuses those above the limit. Refused requests count too, as with the real
 * one: who does not stop calling stays out. Thread-safe.
 */
final class Firewall {
    private final int limit;
    private final long window;
    private final LongSupplier nanos;
    /** A ring of the times of the requests of the last window: a queue of boxed values would be five times as big. */
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

    /** Counts a request and says whether it may pass. */
    synchronized boolean admits() {
        long now = nanos.getAsLong();
        forgetBefore(now);
        append(now);
        peak = Math.max(peak, count);
        blocked = blocked && blockedUntil - now > 0;
        return !blocked && (limit == 0 || count <= limit);
    }

    /** Refuses everything for so long from now; zero ends an earlier block. */
    synchronized void block(Duration time) {
        blocked = true;
        blockedUntil = nanos.getAsLong() + time.toNanos();
    }

    /** Returns the largest number of requests ever seen in one window. */
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
