package org.plumelookup.resilience;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A growing, jittered wait: it doubles from failure to failure, and up to half of it is left to chance.
 *
 * @param first the wait after the first failure
 * @param longest the longest wait
 */
public record BackOff(Duration first, Duration longest) {
    private static final int MOST_DOUBLINGS = 30;

    /**
     * Returns how long to wait.
     *
     * @param failures how many failures there were before this one, from 0
     */
    public Duration after(int failures) {
        double grown = first.toNanos() * Math.pow(2, Math.min(failures, MOST_DOUBLINGS));
        long most = (long) Math.min(grown, longest.toNanos());
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }
}
