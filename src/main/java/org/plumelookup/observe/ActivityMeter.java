package org.plumelookup.observe;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.plumelookup.http.CallListener;

/**
 * Measures calls, their times, and what set the pace for how long: each time since the last sample counts for what is
 * seen at this one. Thread-safe.
 */
public final class ActivityMeter implements CallListener, AutoCloseable {
    private final Activity activity;
    private final LongAdder responses = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAccumulator slowest = new LongAccumulator(Math::max, 0);
    private Map<String, Long> spent = new TreeMap<>();
    private long last = System.nanoTime();
    private long callsBefore;

    ActivityMeter(Activity activity) {
        this.activity = activity;
        this.callsBefore = activity.calls();
    }

    /**
     * What was measured since the last time it was asked for.
     *
     * @param calls calls that left, log-ins, pages, retries and canaries included
     * @param responses calls that ended
     * @param responseMillis how long they took in all
     * @param slowestMillis how long the slowest took
     * @param millis how long each thing set the pace, by its name
     */
    public record Reading(
            long calls, long responses, long responseMillis, long slowestMillis, Map<String, Long> millis) {}

    @Override
    public void called(String status, long took) {
        responses.increment();
        nanos.add(took);
        slowest.accumulate(took);
    }

    /** Looks what sets the pace now. */
    public synchronized void sample() {
        long now = System.nanoTime();
        spent.merge(activity.now(), now - last, Long::sum);
        last = now;
    }

    /** Returns what was measured since the last call of this method. */
    public synchronized Reading read() {
        sample();
        Map<String, Long> millis = new TreeMap<>();
        Map<String, Long> rest = new TreeMap<>(); // what is below a millisecond counts at the next reading
        spent.forEach((name, time) -> {
            millis.put(name, TimeUnit.NANOSECONDS.toMillis(time));
            rest.put(name, time % TimeUnit.MILLISECONDS.toNanos(1));
        });
        spent = rest;
        long calls = activity.calls();
        Reading reading = new Reading(
                calls - callsBefore,
                responses.sumThenReset(),
                TimeUnit.NANOSECONDS.toMillis(nanos.sumThenReset()),
                TimeUnit.NANOSECONDS.toMillis(slowest.getThenReset()),
                millis);
        callsBefore = calls;
        return reading;
    }

    @Override
    public void close() {
        activity.end(this);
    }
}
