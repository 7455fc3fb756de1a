package org.plumelookup.batch.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Accounts for the time of a batch, from its beginning until its last row was answered.
 *
 * @param begun when its first run began; null if nobody recorded it
 * @param ended when its last row was answered; null if nobody recorded it
 * @param spent how long each thing set the pace, by its name; those that took no time are left out
 * @param stopped how long the batch was not at work
 * @param answered rows whose time is recorded
 * @param calls calls that left in that time
 * @param responses calls that ended
 * @param mean mean time of a call; null if none ended
 * @param slowest time of the slowest call
 */
record TimeAccount(
        Instant begun,
        Instant ended,
        Map<String, Duration> spent,
        Duration stopped,
        long answered,
        long calls,
        long responses,
        Duration mean,
        Duration slowest) {

    /**
     * Adds up what was recorded.
     *
     * @param slices the first one first; may be empty
     */
    static TimeAccount of(List<TimeSlice> slices) {
        if (slices.isEmpty()) {
            return new TimeAccount(null, null, Map.of(), Duration.ZERO, 0, 0, 0, null, Duration.ZERO);
        }
        TimeSlice all = slices.stream().reduce(TimeSlice::and).orElseThrow();
        Map<String, Duration> spent = new TreeMap<>();
        all.millis().forEach((name, time) -> {
            if (time > 0) {
                spent.put(name, Duration.ofMillis(time));
            }
        });
        return new TimeAccount(
                Instant.ofEpochMilli(all.from()),
                Instant.ofEpochMilli(all.to()),
                spent,
                Duration.ofMillis(Math.max(0, all.to() - all.from() - all.measured())),
                all.answered(),
                all.calls(),
                all.responses(),
                all.responses() == 0 ? null : Duration.ofMillis(all.responseMillis() / all.responses()),
                Duration.ofMillis(all.slowestMillis()));
    }

    /** Returns the time from the beginning to the end: what set the pace, and the time without a run. */
    Duration total() {
        return spent.values().stream().reduce(stopped, Duration::plus);
    }

    /**
     * Returns how long one call for each row would have taken without a hold, a retry or a stop; null if nobody knows.
     *
     * @param rows number of rows
     * @param settings pace and lookups in flight
     */
    Duration atBest(long rows, ReportSettings settings) {
        if (settings.callsPerSecond() > 0) {
            return Duration.ofMillis(Math.round(rows * 1e3 / settings.callsPerSecond()));
        }
        return mean == null ? null : mean.multipliedBy(rows).dividedBy(settings.concurrency());
    }
}
