package org.plumelookup.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.plumelookup.api.Outcome;
import org.plumelookup.observe.BatchFigures;
import org.plumelookup.resilience.Hold;
import org.plumelookup.text.ClockText;
import org.plumelookup.text.DurationText;

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
     * Returns the progress in one line: done, total, rate, expected end, outcomes so far, and the hold if there is one.
     */
    @Override
    public String toString() {
        String counts = outcomes.entrySet().stream()
                .map(entry ->
                        String.format(Locale.ROOT, "%s %,d", entry.getKey().text(), entry.getValue()))
                .collect(Collectors.joining(", "));
        String held = hold == null
                ? ""
                : String.format(Locale.ROOT, "; HOLD since %s: %s", ClockText.of(hold.since()), hold.why());
        return String.format(
                Locale.ROOT,
                "%s: %,d of %,d (%d %%), %.1f/s, %s%s%s",
                name,
                done,
                total,
                total == 0 ? 100 : 100 * done / total,
                rate(),
                done >= total ? "nothing left" : end(secondsLeft()),
                counts.isEmpty() ? "" : "; " + counts,
                held);
    }

    /**
     * Returns the line for a batch that begins.
     *
     * @param callsPerSecond how many calls may leave in the long run; 0 means no limit
     */
    String begun(double callsPerSecond) {
        boolean known = hold == null && callsPerSecond > 0;
        return String.format(
                Locale.ROOT,
                "%s begins: %,d rows, %,d answered before, %s.",
                name,
                total,
                done,
                end(known ? OptionalLong.of(Math.round((total - done) / callsPerSecond)) : OptionalLong.empty()));
    }

    private static String end(OptionalLong secondsLeft) {
        if (secondsLeft.isEmpty()) {
            return "expected end unknown";
        }
        Duration left = Duration.ofSeconds(secondsLeft.getAsLong());
        return String.format(
                Locale.ROOT,
                "expected end %s (in %s)",
                ClockText.of(Instant.now().plus(left)),
                DurationText.of(left));
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
}
