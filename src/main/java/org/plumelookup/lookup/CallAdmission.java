package org.plumelookup.lookup;

import org.apache.camel.Exchange;
import org.plumelookup.auth.Authorization;
import org.plumelookup.auth.Credential;
import org.plumelookup.auth.LogInFailedException;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.resilience.HoldCause;
import org.plumelookup.resilience.RateLimiter;

/**
 * Admits a lookup to its next call: not while the circuit breaker is open, not without a credential, and no faster than
 * the rate limiter allows.
 *
 * <p>Waiting here blocks the thread. No other lookup could use it, because each would wait for the same. Thread-safe.
 */
final class CallAdmission {
    private final CircuitBreaker breaker;
    private final RateLimiter budget;
    private final Authorization authorization;
    private final Canary canary;
    private final CallKinds kinds = new CallKinds();

    CallAdmission(CircuitBreaker breaker, RateLimiter budget, Authorization authorization, Canary canary) {
        this.breaker = breaker;
        this.budget = budget;
        this.authorization = authorization;
        this.canary = canary;
    }

    /** Counts why calls were made. */
    CallKinds kinds() {
        return kinds;
    }

    /** Returns whether the outcome of a lookup is still to come. */
    boolean isNeeded(Exchange exchange) {
        return Lookup.of(exchange).isOpen();
    }

    /**
     * Lets a lookup go on if what it waits for has come.
     *
     * @return how many milliseconds it waits now, before {@link #isDue} is checked
     */
    Object delay(Exchange exchange) {
        Lookup lookup = Lookup.of(exchange);
        lookup.advance(canary, authorization);
        return lookup.isOpen() ? lookup.waitMillis() : 0;
    }

    /** Returns whether a lookup is to make a call now. */
    boolean isDue(Exchange exchange) {
        return Lookup.of(exchange).isDue();
    }

    /** Returns whether a lookup is to make its first call now; not if the context stops, which ends only the loop. */
    boolean isDueAtOnce(Exchange exchange) {
        return isDue(exchange) && !exchange.getContext().isStopping();
    }

    /**
     * Waits until the call may be sent.
     *
     * @throws LogInFailedException if there is no credential now; the breaker is open then
     * @throws java.util.concurrent.RejectedExecutionException if the context stops meanwhile; the lookup stays
     *     unanswered
     */
    void acquire(Exchange exchange) {
        Lookup lookup = Lookup.of(exchange);
        CircuitBreaker.Permit permit;
        int failedCanaries;
        do {
            permit = breaker.acquire();
            boolean taken = false;
            try {
                budget.take();
                taken = true;
            } finally {
                if (!taken) {
                    breaker.release(permit);
                }
            }
            failedCanaries = canary.failedCanaries();
        } while (!breaker.isValid(permit));
        Credential credential = credential(permit); // last, because a token can end while its lookup waits
        boolean isCanary = lookup.isCanaryDue() || permit.isTrial();
        String account = lookup.request().accountId();
        lookup.beginCall(
                new Call(
                        isCanary ? canary.keyword(account) : account,
                        isCanary,
                        permit,
                        credential,
                        System.nanoTime(),
                        failedCanaries),
                kinds);
    }

    private Credential credential(CircuitBreaker.Permit permit) {
        Credential credential = null;
        try {
            credential = authorization.credential();
            return credential;
        } catch (LogInFailedException e) {
            breaker.open(permit, HoldCause.LOG_IN, e.getMessage(), e.retryAfter());
            canary.logInFailed();
            throw e;
        } finally {
            if (credential == null) {
                breaker.release(permit); // also if the thread is interrupted while the log-in waits for its turn
            }
        }
    }

    /**
     * Waits until the same call may be sent once more.
     *
     * @return whether it may be sent; false while calls are suspended
     */
    boolean acquireAgain() {
        budget.take();
        kinds.addRetry();
        return !breaker.isWaiting();
    }

    /** Returns the header value of the call that is about to be sent. */
    String authorization(Exchange exchange) {
        return Lookup.of(exchange).call().credential().value();
    }

    /** Ends the call, and releases the permits that its answer did not use. */
    void release(Exchange exchange) {
        Lookup lookup = Lookup.of(exchange);
        if (lookup.call() != null) {
            breaker.release(lookup.call().permit());
        }
        if (lookup.endCall()) {
            canary.release();
        }
    }
}
