package org.plumelookup.lookup;

import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.plumelookup.api.LookupOutcome;

/** Tells the loop whether a lookup needs another turn, and when. Thread-safe. */
final class Turn {
    private final Canary canary;

    Turn(Canary canary) {
        this.canary = canary;
    }

    /** Tells whether the answer is still to come. */
    public boolean isNeeded(Exchange exchange) {
        return Lookup.of(exchange).isOpen();
    }

    /** Tells how many milliseconds to wait now. */
    public Object delay(Exchange exchange) {
        Lookup lookup = Lookup.of(exchange);
        lookup.look(canary);
        return lookup.isOpen() ? lookup.waitMillis() : 0;
    }

    /** Tells whether a call is to be made now. */
    public boolean isDue(Exchange exchange) {
        return Lookup.of(exchange).isDue();
    }

    /**
     * Gives the answer.
     *
     * @throws RejectedExecutionException if a stop broke the loop before there was one
     */
    public LookupOutcome outcome(Exchange exchange) {
        Lookup lookup = Lookup.of(exchange);
        if (lookup.isOpen()) {
            throw new RejectedExecutionException("stopping: the account is left for the next start");
        }
        return lookup.outcome();
    }
}
