package org.plumelookup.lookup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;

/** Counts the failures since the start by what the API answered, and remembers the last ones. Thread-safe. */
public final class RecentFailures {
    private static final int MOST_GROUPS = 50; // a server can send any status
    private static final int MOST_KEPT = 50;

    private final Map<FailureKind, Long> counts = new LinkedHashMap<>();
    private final Deque<FailedLookup> last = new ArrayDeque<>();

    /**
     * What failures have in common.
     *
     * @param outcome the category
     * @param status the last HTTP status; null if there was none, or for one of very many
     */
    public record FailureKind(Outcome outcome, Integer status) {}

    /** Adds a failure. */
    synchronized void add(String source, LookupOutcome outcome) {
        FailureKind kind = new FailureKind(outcome.outcome(), outcome.status());
        boolean known = counts.containsKey(kind) || counts.size() < MOST_GROUPS;
        counts.merge(known ? kind : new FailureKind(outcome.outcome(), null), 1L, Long::sum);
        if (last.size() == MOST_KEPT) {
            last.removeLast();
        }
        last.addFirst(FailedLookup.of(source, outcome));
    }

    /** Returns the number of failures of each kind, the most frequent first. */
    public synchronized Map<FailureKind, Long> counts() {
        Map<FailureKind, Long> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Collections.reverseOrder(Comparator.comparing(Map.Entry<FailureKind, Long>::getValue)))
                .forEach(count -> sorted.put(count.getKey(), count.getValue()));
        return sorted;
    }

    /** Returns the last failures, the newest first. */
    public synchronized List<FailedLookup> last() {
        return new ArrayList<>(last);
    }
}
