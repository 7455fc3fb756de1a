package org.plumelookup.lookup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;

/**
 * Shares one answer among lookups of the same account: those in flight at the same time, the rows of one batch, and, if
 * a time is set, all lookups within that time. A retryable outcome is never kept. Thread-safe.
 */
final class SingleFlight {
    private static final long MOST_KEPT = 100_000;
    private static final long MOST_OF_BATCHES = 10_000;

    /** Name of the exchange property that identifies the run of a batch: the same for all its rows. */
    private static final String RUN = Exchange.CORRELATION_ID;

    private final Map<String, Lookup> inFlight = new ConcurrentHashMap<>();
    private final Cache<String, LookupOutcome> kept; // null if none is
    private final Cache<BatchKey, LookupOutcome> ofBatches =
            cache(MOST_OF_BATCHES).build();

    /**
     * Creates an empty store.
     *
     * @param ttl how long answers are kept; zero keeps none
     */
    SingleFlight(Duration ttl) {
        kept = ttl.isZero() ? null : cache(MOST_KEPT).expireAfterWrite(ttl).build();
    }

    private static Caffeine<Object, LookupOutcome> cache(long most) {
        return Caffeine.newBuilder()
                .maximumWeight(most)
                .weigher(SingleFlight::weight)
                .executor(Runnable::run); // its housekeeping is less work than handing it over
    }

    /** Returns the weight of an answer by its customers, so that searches with many matches do not fill the memory. */
    private static int weight(Object key, LookupOutcome outcome) {
        return 1 + outcome.customers().size();
    }

    /** Identifies an account within one run of a batch: the answer of an earlier run may be out of date. */
    private record BatchKey(String run, String accountId) {}

    /** Answers a lookup with that of another of the same account, or lets it wait for that, or lets it go on alone. */
    void join(Exchange exchange) {
        Lookup lookup = Lookup.of(exchange);
        String run = run(exchange);
        if (!lookup.isOpen() || answerFromCache(lookup, run)) {
            return;
        }
        Lookup leader = inFlight.putIfAbsent(lookup.request().accountId(), lookup);
        if (leader != null) {
            lookup.follow(leader);
        } else if (answerFromCache(lookup, run)) {
            // The lookup before ended after the cache was read; it had stored its answer before it was removed.
            inFlight.remove(lookup.request().accountId(), lookup);
        } else {
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    release(lookup, run);
                }
            });
        }
    }

    private boolean answerFromCache(Lookup lookup, String run) {
        BatchKey key = key(lookup, run);
        LookupOutcome known =
                kept == null ? null : kept.getIfPresent(lookup.request().accountId());
        if (known == null && key != null) {
            known = ofBatches.getIfPresent(key);
        }
        if (known != null) {
            lookup.endAs(known);
        }
        return known != null;
    }

    /**
     * Lets the lookups go on that wait for this one, with its answer if there is one.
     *
     * <p>Called when the lookup ends, and once more when its exchange ends: the exchange of a host may go on and look
     * up again.
     */
    void release(Exchange exchange) {
        release(Lookup.of(exchange), run(exchange));
    }

    private void release(Lookup lookup, String run) {
        String id = lookup.request().accountId();
        if (id == null || inFlight.get(id) != lookup) {
            return;
        }
        LookupOutcome outcome = lookup.outcome();
        if (outcome == null) {
            lookup.abandon();
        } else if (!outcome.outcome().retryable()) {
            LookupOutcome bare = bare(id, outcome);
            if (kept != null) {
                kept.put(id, bare);
            }
            BatchKey key = key(lookup, run);
            if (key != null) {
                ofBatches.put(key, bare);
            }
        }
        inFlight.remove(id, lookup);
    }

    /** Returns an answer without the fields that came with the account ID: a row can have a megabyte of them. */
    private static LookupOutcome bare(String id, LookupOutcome outcome) {
        return new LookupOutcome(
                LookupRequest.of(id),
                outcome.outcome(),
                outcome.customers(),
                outcome.others(),
                outcome.status(),
                outcome.reason(),
                outcome.calls(),
                outcome.time());
    }

    private static String run(Exchange exchange) {
        return exchange.getProperty(RUN, String.class);
    }

    private static BatchKey key(Lookup lookup, String run) {
        return run == null || lookup.request().row() == null
                ? null
                : new BatchKey(run, lookup.request().accountId());
    }
}
