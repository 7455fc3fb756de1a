package org.plumelookup.observe.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.plumelookup.observe.BatchFigures;

/** Estimates when a batch ends: at first by the pace of the call budget, later by the pace that was measured. */
final class BatchEnd {
    private static final Duration MEASURED = Duration.ofMinutes(1);

    private BatchEnd() {}

    /**
     * Returns when the last row will be answered.
     *
     * @param batch how far it has come
     * @param callsPerSecond that the budget allows; 0 means no limit
     * @param batches how many batches share the budget, this one included
     * @param held whether a hold lasts, whose end nobody knows
     * @param now the time
     * @return empty if nobody can know
     */
    static Optional<Instant> of(BatchFigures batch, double callsPerSecond, int batches, boolean held, Instant now) {
        long rows = batch.total() - batch.done();
        if (rows <= 0) {
            return Optional.of(now);
        }
        boolean byBudget = callsPerSecond > 0 && (batch.time().compareTo(MEASURED) < 0 || batch.rate() <= 0);
        double rate = byBudget ? callsPerSecond / Math.max(1, batches) : batch.rate();
        return held || rate <= 0 ? Optional.empty() : Optional.of(now.plusMillis(Math.round(rows / rate * 1000)));
    }
}
