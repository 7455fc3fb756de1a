package org.plumelookup.lookup;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;

/** Counts outcomes since the start. Thread-safe. */
public final class OutcomeCounters {
    private final LongAdder[] counts =
            Arrays.stream(Outcome.values()).map(outcome -> new LongAdder()).toArray(LongAdder[]::new);

    /** Counts the outcome in the body. */
    void add(Exchange exchange) {
        LookupOutcome outcome = exchange.getMessage().getBody(LookupOutcome.class);
        counts[outcome.outcome().ordinal()].increment();
    }

    /** Returns how often an outcome occurred. */
    public long count(Outcome outcome) {
        return counts[outcome.ordinal()].sum();
    }

    /** Returns the number of all outcomes. */
    public long total() {
        return Arrays.stream(counts).mapToLong(LongAdder::sum).sum();
    }

    /** Lists the outcomes that occurred, such as {@code found=12, no-match=3}. */
    @Override
    public String toString() {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> count(outcome) > 0)
                .map(outcome -> outcome.text() + "=" + count(outcome))
                .collect(Collectors.joining(", "));
    }
}
