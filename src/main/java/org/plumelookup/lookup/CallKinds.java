package org.plumelookup.lookup;

import java.util.concurrent.atomic.LongAdder;

/** Counts why calls were made since the start, besides log-ins. Thread-safe. */
public final class CallKinds {
    private final LongAdder first = new LongAdder();
    private final LongAdder pages = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder canaries = new LongAdder();

    /** Counts the first call of a lookup. */
    void addFirst() {
        first.increment();
    }

    /** Counts a call for a further page. */
    void addPage() {
        pages.increment();
    }

    /** Counts a call that was made before: a retry, with a new token, or on a fresh connection. */
    void addRetry() {
        retries.increment();
    }

    /** Counts a canary. */
    void addCanary() {
        canaries.increment();
    }

    /** Returns the number of first calls of lookups. */
    public long first() {
        return first.sum();
    }

    /** Returns the number of calls for further pages. */
    public long pages() {
        return pages.sum();
    }

    /** Returns the number of calls that were made once more. */
    public long retries() {
        return retries.sum();
    }

    /** Returns the number of canaries. */
    public long canaries() {
        return canaries.sum();
    }
}
