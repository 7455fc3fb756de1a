package org.plumelookup.batch;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.plumelookup.api.Outcome;
import org.plumelookup.observe.BatchFigures;
import org.plumelookup.resilience.Hold;

/**
 * Holds the progress of a batch.
 *
 * @param name name of the batch
 * @param done rows answered, those of earlier runs included
 * @param total rows of the input
 * @param before rows that earlier runs answered
 * @param time duration of this run so far, without holds
 * @param outcomes rows of each outcome that occurred
 * @param hold the hold, or null
 */
public record Progress(
        String name, long done, long total, long before, Duration time, Map<Outcome, Long> outcomes, Hold hold)
        implements BatchFigures {

    @Override
    public double rate() {
        double seconds = time.toMillis() / 1000.0;
        return seconds <= 0 ? 0 : (done - before) / seconds;
    }

    /**
     * Returns the progress in one line: done, total, rate, time left, outcomes so far; and the hold, if there is one.
     */
    @Override
    public String toString() {
        String counts = outcomes.entrySet().stream()
                .map(entry -> entry.getKey().text() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        String held = hold == null ? "" : String.format(Locale.ROOT, "; HOLD since %s: %s", hold.since(), hold.why());
        return String.format(
                Locale.ROOT,
                "%s: %d of %d (%d %%), %.1f/s, %s left%s%s",
                name,
                done,
                total,
                total == 0 ? 100 : 100 * done / total,
                rate(),
                remaining(),
                counts.isEmpty() ? "" : "; " + counts,
                held);
    }

    @Override
    public OptionalLong secondsLeft() {
        return hold == null || done >= total ? atThisRate() : OptionalLong.empty();
    }

    private OptionalLong atThisRate() {
        if (done >= total) {
            return OptionalLong.of(0);
        }
        return rate() <= 0 ? OptionalLong.empty() : OptionalLong.of(Math.round((total - done) / rate()));
    }

    private String remaining() {
        if (done >= total) {
            return "nothing";
        }
        OptionalLong seconds = atThisRate();
        if (seconds.isEmpty()) {
            return "unknown time";
        }
        Duration remaining = Duration.ofSeconds(seconds.getAsLong());
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", remaining.toHours(), remaining.toMinutesPart(), remaining.toSecondsPart());
    }
}
