package org.plumelookup.lookup;

import org.apache.camel.Exchange;
import org.plumelookup.auth.Authorization;
import org.plumelookup.budget.CallBudget;
import org.plumelookup.budget.Hold;

/**
 * Lets a lookup through to its next call: nobody while a hold lasts, nobody without a credential, and no faster than
 * the budget allows.
 *
 * <p>Waiting here blocks the thread, which no other lookup could use: each would wait for the same. Thread-safe.
 */
final class CallGate {
    private final Hold hold;
    private final CallBudget budget;
    private final Authorization authorization;
    private final ApiHealth health;

    CallGate(Hold hold, CallBudget budget, Authorization authorization, ApiHealth health) {
        this.health = health;
        this.hold = hold;
        this.budget = budget;
        this.authorization = authorization;
    }

    /**
     * Waits until the call may leave, and gives the lookup its credential.
     *
     * @throws org.plumelookup.auth.LogInFailedException if there is no credential to be had now
     * @throws java.util.concurrent.RejectedExecutionException if the context stops meanwhile; the lookup stays unanswered
     */
    void pass(Exchange exchange) {
        Lookup lookup = Lookup.of(exchange);
        health.begun(lookup);
        do {
            hold.await();
            budget.take();
        } while (hold.isShut());
        // Last, for a token can end while its lookup waits for the budget.
        lookup.authorise(authorization.credential());
        health.aim(lookup);
        lookup.called();
    }

    /**
     * Waits until the same call may leave once more.
     *
     * @return whether it may; not where a hold has begun meanwhile
     */
    boolean passAgain() {
        budget.take();
        return !hold.isShut();
    }

    /** Gives the header value of the call that is about to leave. */
    String authorization(Exchange exchange) {
        return Lookup.of(exchange).credential().value();
    }

    /** Ends the call, and lets another lookup be the probe of a hold, where this one was and came to nothing. */
    void leave(Exchange exchange) {
        health.ended(Lookup.of(exchange));
        hold.leave();
    }
}
