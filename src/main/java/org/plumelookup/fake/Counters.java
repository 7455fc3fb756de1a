package org.plumelookup.fake;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests. Thread-safe. */
final class Counters {
    private final LongAdder calls = new LongAdder();
    private final LongAdder searches = new LongAdder();
    private final LongAdder logIns = new LongAdder();
    private final LongAdder tokensIssued = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Map<String, LongAdder> accounts = new ConcurrentHashMap<>();
    private final boolean record;

    /** Creates counters; without {@code record} nothing is counted per account ID. */
    Counters(boolean record) {
        this.record = record;
    }

    void received(Route route) {
        calls.increment();
        if (route.kind() == Route.Kind.LOG_IN) {
            logIns.increment();
        } else if (route.kind() == Route.Kind.SEARCH) {
            searches.increment();
            if (record) {
                accounts.computeIfAbsent(route.keyword(), key -> new LongAdder())
                        .increment();
            }
        }
    }

    void tokenIssued() {
        tokensIssued.increment();
    }

    void refused() {
        refused.increment();
    }

    Stats stats(long peak) {
        return new Stats(calls.sum(), searches.sum(), logIns.sum(), tokensIssued.sum(), refused.sum(), peak);
    }

    long callsOf(String accountId) {
        LongAdder count = accounts.get(accountId);
        return count == null ? 0 : count.sum();
    }

    Map<String, Long> callsPerAccount() {
        Map<String, Long> copy = new TreeMap<>();
        accounts.forEach((accountId, count) -> copy.put(accountId, count.sum()));
        return copy;
    }
}
