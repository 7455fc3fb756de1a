package org.plumelookup.lookup;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;

/** Counts outcomes since the start, by the route that brought the account ID. Thread-safe. */
public final class OutcomeCounters {
    private static final int MOST_SOURCES = 50;
    private static final String OTHER = "other"; // even if a host changes its routes again and again

    private final Map<String, LongAdder[]> bySource = new ConcurrentHashMap<>();
    private final RecentFailures failures = new RecentFailures();
    private final AnswerTimes answerTimes = new AnswerTimes();
    private volatile Consumer<String> onSource = source -> {};

    /** Counts the outcome in the body. */
    void add(Exchange exchange) {
        LookupOutcome outcome = exchange.getMessage().getBody(LookupOutcome.class);
        String route = exchange.getFromRouteId();
        String source =
                route == null || bySource.size() >= MOST_SOURCES && !bySource.containsKey(route) ? OTHER : route;
        LongAdder[] counts = bySource.get(source);
        if (counts == null) {
            counts = bySource.computeIfAbsent(source, this::begin);
        }
        counts[outcome.outcome().ordinal()].increment();
        answerTimes.record();
        if (!outcome.found()) {
            failures.add(exchange.getProperty(ChannelMessages.SOURCE, source, String.class), outcome);
        }
    }

    private LongAdder[] begin(String source) {
        onSource.accept(source);
        return Arrays.stream(Outcome.values()).map(outcome -> new LongAdder()).toArray(LongAdder[]::new);
    }

    /** Calls a listener once for each source: now for those so far, later at the first account ID of a new one. */
    public void onSource(Consumer<String> listener) {
        onSource = listener;
        bySource.keySet().forEach(listener);
    }

    /** Returns the failures among the outcomes. */
    public RecentFailures failures() {
        return failures;
    }

    /** Returns when account IDs were answered. */
    public AnswerTimes answerTimes() {
        return answerTimes;
    }

    /** Returns how often an outcome occurred for the account IDs of one source. */
    public long count(String source, Outcome outcome) {
        LongAdder[] counts = bySource.get(source);
        return counts == null ? 0 : counts[outcome.ordinal()].sum();
    }

    /** Returns how often an outcome occurred. */
    public long count(Outcome outcome) {
        return bySource.values().stream()
                .mapToLong(counts -> counts[outcome.ordinal()].sum())
                .sum();
    }

    /** Returns how many account IDs one source has brought. */
    public long count(String source) {
        LongAdder[] counts = bySource.get(source);
        return counts == null
                ? 0
                : Arrays.stream(counts).mapToLong(LongAdder::sum).sum();
    }

    /** Returns the number of all outcomes. */
    public long total() {
        return Arrays.stream(Outcome.values()).mapToLong(this::count).sum();
    }

    /** Lists the sources with the number of their account IDs, such as {@code plume-from-file=12, plume-from-jms=3}. */
    public String sources() {
        return new TreeMap<>(bySource)
                .entrySet().stream()
                        .map(source -> source.getKey() + "="
                                + Arrays.stream(source.getValue())
                                        .mapToLong(LongAdder::sum)
                                        .sum())
                        .collect(Collectors.joining(", "));
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
