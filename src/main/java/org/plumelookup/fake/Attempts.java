package org.plumelookup.fake;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the searches of each account ID, for scenarios whose response changes. Thread-safe and bounded. */
final class Attempts {
    private static final int REMEMBERED = 100_000;

    private final Map<String, Integer> counts = new LinkedHashMap<>();

    /** Counts an attempt and returns its number, from 1; keeps the newest 100,000 account IDs. */
    synchronized int next(String accountId) {
        int count = counts.merge(accountId, 1, Integer::sum);
        if (counts.size() > REMEMBERED) {
            counts.remove(counts.keySet().iterator().next());
        }
        return count;
    }
}
