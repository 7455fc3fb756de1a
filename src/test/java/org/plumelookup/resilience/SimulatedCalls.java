package org.plumelookup.resilience;

import io.github.bucket4j.TimeMeter;
import java.util.Arrays;
import java.util.Random;

/**
 * Lets calls leave in simulated time, through a budget that is lost with its process every now and then.
 *
 * <p>Used by one thread.
 */
final class SimulatedCalls implements TimeMeter {
    private final BudgetSettings settings;
    private final Random random;
    private final long latest;
    private RateLimiter budget;
    private long now;
    private long[] left = new long[1 << 16];
    private int count;
    private int reserved;

    /**
     * Starts at time zero.
     *
     * @param latest how much later than allowed a call may leave, in nanoseconds
     */
    SimulatedCalls(BudgetSettings settings, Random random, long latest) {
        this.settings = settings;
        this.random = random;
        this.latest = latest;
        restart();
    }

    /** Loses the budget and every call that has not left yet. */
    void restart() {
        int gone = 0;
        for (int i = 0; i < count; i++) {
            if (left[i] <= now) {
                left[gone++] = left[i];
            }
        }
        count = gone;
        budget = RateLimiter.local(settings, () -> {}, this);
    }

    /** Asks for one call now. */
    void call() {
        if (count == left.length) {
            left = Arrays.copyOf(left, 2 * count);
        }
        long late = latest == 0 ? 0 : (long) (random.nextDouble() * latest);
        left[count++] = now + budget.reserve() + late;
        reserved++;
    }

    /** Lets time pass. */
    void pass(long nanos) {
        now += nanos;
    }

    /** Returns how many calls were asked for. */
    int reserved() {
        return reserved;
    }

    /** Returns how long the last caller has to wait. */
    long queue() {
        return count == 0 ? 0 : Math.max(0, left[count - 1] - now);
    }

    /** Returns the most calls that left within any time of this length, whenever it begins. */
    int most(long nanos) {
        long[] times = times();
        int most = 0;
        for (int first = 0, last = 0; last < times.length; last++) {
            while (times[last] - times[first] >= nanos) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** Returns when each call left, in order. */
    long[] times() {
        long[] times = Arrays.copyOf(left, count);
        Arrays.sort(times);
        return times;
    }

    @Override
    public long currentTimeNanos() {
        return now;
    }

    @Override
    public boolean isWallClockBased() {
        return false;
    }
}
