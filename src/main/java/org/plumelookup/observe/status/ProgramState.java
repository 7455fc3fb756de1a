package org.plumelookup.observe.status;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.plumelookup.lookup.AnswerTimes;
import org.plumelookup.observe.HealthIssue;
import org.plumelookup.observe.LookupMetrics;
import org.plumelookup.observe.RunningBatches.AtWork;
import org.plumelookup.resilience.Hold;

/**
 * What the program does now.
 *
 * @param word one word
 * @param text a sentence
 * @param since when it began; null if unknown
 */
record ProgramState(String word, String text, Instant since) {

    /** Returns the state while the program starts or stops. */
    static ProgramState changing(boolean stops, Instant started) {
        return stops
                ? new ProgramState(
                        "stopping", "It stops: calls in flight end, and the rest is left for the next start.", null)
                : new ProgramState("starting", "It starts.", started);
    }

    /**
     * Returns the state of a program that runs. A hold is told before any other trouble, because it explains most.
     *
     * @param lookups its instances
     * @param trouble what is wrong, besides a hold
     * @param started when the program started
     * @param now the time
     */
    static ProgramState of(List<LookupMetrics> lookups, Optional<HealthIssue> trouble, Instant started, Instant now) {
        Optional<Hold> hold =
                lookups.stream().flatMap(lookup -> lookup.holds().stream()).min(Comparator.comparing(Hold::since));
        if (hold.isPresent()) {
            String cause = hold.get().cause().text();
            return new ProgramState(
                    "hold",
                    cause.substring(0, 1).toUpperCase(Locale.ROOT) + cause.substring(1)
                            + ". Lookups wait, and none fails.",
                    hold.get().since());
        }
        if (trouble.isPresent()) {
            return new ProgramState(
                    "trouble", trouble.get().why(), trouble.get().since());
        }
        return busySince(lookups, now)
                .map(since -> new ProgramState("working", "It looks up account IDs.", since))
                .orElseGet(() -> new ProgramState("waiting", "It waits for account IDs.", idleSince(lookups, started)));
    }

    /** Returns since when there have been lookups without a pause; empty if there are none now. */
    private static Optional<Instant> busySince(List<LookupMetrics> lookups, Instant now) {
        return lookups.stream()
                .map(lookup -> busySince(
                        lookup.batches().atWork().stream().map(AtWork::begun).toList(),
                        lookup.outcomes().answerTimes(),
                        lookup.inFlight(),
                        now))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    static Optional<Instant> busySince(List<Instant> batches, AnswerTimes answerTimes, int inFlight, Instant now) {
        Optional<Instant> batch = batches.stream().min(Comparator.naturalOrder());
        boolean answered = answerTimes.last() != null
                && answerTimes.last().plus(AnswerTimes.PAUSE).isAfter(now);
        if (batch.isPresent() || !answered) {
            return batch.or(() -> inFlight > 0 ? Optional.of(now) : Optional.empty());
        }
        return Optional.of(answerTimes.since());
    }

    private static Instant idleSince(List<LookupMetrics> lookups, Instant started) {
        return lookups.stream()
                .map(lookup -> lookup.outcomes().answerTimes().last())
                .filter(last -> last != null)
                .max(Comparator.naturalOrder())
                .orElse(started);
    }
}
