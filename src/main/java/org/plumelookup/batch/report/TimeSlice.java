package org.plumelookup.batch.report;

import java.util.Map;
import java.util.TreeMap;

/**
 * What happened in a part of the time of a batch.
 *
 * @param from its beginning, in milliseconds since 1970
 * @param to its end
 * @param answered rows answered
 * @param calls calls that left, whatever they were for
 * @param responses calls that ended
 * @param responseMillis how long they took in all
 * @param slowestMillis how long the slowest took
 * @param millis how long each thing set the pace, by its name; what is missing up to its end nobody measured
 */
record TimeSlice(
        long from,
        long to,
        long answered,
        long calls,
        long responses,
        long responseMillis,
        long slowestMillis,
        Map<String, Long> millis) {

    /** Returns how much of it was measured, in milliseconds. */
    long measured() {
        return millis.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns this one and a later one as one. */
    TimeSlice and(TimeSlice later) {
        Map<String, Long> sum = new TreeMap<>(millis);
        later.millis.forEach((name, time) -> sum.merge(name, time, Long::sum));
        return new TimeSlice(
                from,
                later.to,
                answered + later.answered,
                calls + later.calls,
                responses + later.responses,
                responseMillis + later.responseMillis,
                Math.max(slowestMillis, later.slowestMillis),
                sum);
    }
}
