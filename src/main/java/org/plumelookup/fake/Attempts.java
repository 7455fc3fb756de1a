package org.plumelookup.fake;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts how often an account ID was asked for, for the scripts that change their mind. Thread-safe and bounded. */
final class Attempts {
    private static final int REMEMBERED = 100_000;

    private final Map<String, Integer> counts = new LinkedHashMap<>();

    /** Counts one more attempt and returns its number, from 1; the oldest of 100,000 account IDs is forgotten. */
    synchronized int next(String accountId) {
        int count = counts.merge(accountId, 1, Integer::sum);
        if (counts.size() > REMEMBERED) {
            counts.remove(counts.keySet().iterator().next());
        }
        return count;
    }
}
