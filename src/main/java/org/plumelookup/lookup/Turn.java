package org.plumelookup.lookup;

import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.ExchangeProperty;

/** Tells the loop whether a lookup needs another turn, and when. Thread-safe. */
final class Turn {
    private final Refusals refusals;

    Turn(Refusals refusals) {
        this.refusals = refusals;
    }

    /** Tells whether the answer is still to come. */
    public boolean isNeeded(@ExchangeProperty(Lookup.PROPERTY) Lookup lookup) {
        return lookup.isOpen();
    }

    /** Tells how many milliseconds to wait now. */
    public long delay(@ExchangeProperty(Lookup.PROPERTY) Lookup lookup) {
        lookup.look(refusals);
        return lookup.isOpen() ? lookup.waitMillis() : 0;
    }

    /** Tells whether a call is to be made now. */
    public boolean isDue(@ExchangeProperty(Lookup.PROPERTY) Lookup lookup) {
        return lookup.isDue();
    }

    /**
     * Gives the answer.
     *
     * @throws RejectedExecutionException if a stop broke the loop before there was one
     */
    public LookupOutcome outcome(@ExchangeProperty(Lookup.PROPERTY) Lookup lookup) {
        if (lookup.isOpen()) {
            throw new RejectedExecutionException("stopping: the account is left for the next start");
        }
        return lookup.outcome();
    }
}
