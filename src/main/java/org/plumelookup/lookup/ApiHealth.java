package org.plumelookup.lookup;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.plumelookup.budget.Hold;
import org.plumelookup.budget.HoldCause;

/**
 * Tells a fault of the API, or of our credential, from a fault of one account, and begins a hold for the first two.
 *
 * <p>A circuit breaker counts accounts, not calls: it opens when the last ten of them brought a fault or no answer. The
 * probe of such a hold asks for an account that was found before, if there is one: if that is answered the API is well,
 * and the accounts are to blame after all. Thread-safe.
 */
final class ApiHealth {
    private static final int ACCOUNTS = 10;
    private static final int MOST_BLOCKS = 2;
    private static final Duration BEHIND = Duration.ofSeconds(1); // lets another be the next probe

    private final Hold hold;
    private final Suspicions suspicions;
    private final WellKnown known;
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "plume-api",
            CircuitBreakerConfig.custom()
                    .slidingWindow(ACCOUNTS, ACCOUNTS, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                    .failureRateThreshold(100)
                    .recordException(fault -> true)
                    .build());
    private final AtomicLong answers = new AtomicLong();
    private volatile int outages;

    ApiHealth(Hold hold, Suspicions suspicions, WellKnown known) {
        this.hold = hold;
        this.suspicions = suspicions;
        this.known = known;
    }

    /** Takes note that the next call of a lookup leaves when it may. */
    void begun(Lookup lookup) {
        lookup.begun();
        suspicions.callBegun();
    }

    /** Chooses what the next call of a lookup asks for: its own account, or another to see whether the API is well. */
    void aim(Lookup lookup) {
        lookup.probe(lookup.isToBeChecked() ? known.otherThan(lookup.request().accountId()) : ofProbe());
    }

    private String ofProbe() {
        HoldCause held = held();
        boolean unsure = held == HoldCause.OUTAGE || held == HoldCause.REFUSED || held == HoldCause.FIREWALL;
        return unsure && hold.isProbe()
                ? hold.state().map(now -> known.forProbe(now.round())).orElse(null)
                : null;
    }

    /** Takes note that the call of a lookup has ended, whatever came of it, or that it does not leave. */
    void ended(Lookup lookup) {
        if (lookup.ended()) {
            suspicions.callEnded();
        }
    }

    private HoldCause held() {
        return hold.state().map(Hold.State::cause).orElse(null);
    }

    /** Takes note of an answer about an account. */
    void answered(Lookup lookup, int status) {
        breaker.onSuccess(0, breaker.getTimestampUnit());
        if (status == 200 && !lookup.isProbe()) {
            known.add(lookup.request().accountId());
        }
        suspicions.good(lookup.left());
        answers.incrementAndGet();
        hold.answered();
    }

    /**
     * Takes note of a block by the firewall, for which everybody waits.
     *
     * @param time how long
     * @return whether it is not for our calls but for this account ID, whose text the firewall takes for an attack: it
     *     was blocked three times, and others were answered in between
     */
    boolean blocked(Lookup lookup, Duration time) {
        if (!lookup.isProbe() && lookup.blocked(answers.get()) > MOST_BLOCKS) {
            hold.answered();
            return true;
        }
        lookup.askAgain(BEHIND);
        hold.begin(HoldCause.FIREWALL, "403 without the API's JSON", time);
        return false;
    }

    /**
     * Takes note of an answer for which the account may not be to blame: a 401 on a fresh token or a 403 of the API, or
     * what is no answer of the API at all.
     *
     * @param cause the fault if account after account gets such an answer
     * @return whether that is the answer for this account; else it waits for what the next ones bring
     */
    boolean suspicious(Lookup lookup, HoldCause cause) {
        HoldCause held = held();
        if (hold.isProbe() && (held == HoldCause.REFUSED || held == cause)) {
            // The next probe may renew the token: the one that was refused can have been revoked meanwhile.
            lookup.forgetRenewal();
            hold.begin(cause, suspicions.advice(cause), null);
            return false;
        }
        if (hold.isShut()) {
            lookup.forgetRenewal();
            return false;
        }
        if (lookup.isToBeChecked()) {
            if (!suspicions.isRefuted(lookup.left())) {
                suspicions.wellKnownToo(cause);
            }
            return false;
        }
        hold.answered();
        return lookup.isProbe() || suspicions.note(lookup, cause);
    }

    /** Takes note that a lookup asks again after a while. */
    void asksAgain(Duration wait) {
        suspicions.callComes(wait);
    }

    /**
     * Takes note of a 5xx, a 429, or a call that brought no answer.
     *
     * @param what the fault in words, without the account
     * @return whether it counts as a try of this lookup
     */
    boolean fault(Lookup lookup, String what) {
        if (lookup.isToBeChecked() && suspicions.isRefuted(lookup.left())) {
            return false;
        }
        if (hold.isProbe() || lookup.isToBeChecked()) {
            outages++;
            hold.begin(HoldCause.OUTAGE, what, null);
            return false;
        }
        if (hold.state().isPresent()) {
            return false;
        }
        lookup.faultIn(outages);
        if (lookup.isFirstFault()) {
            breaker.onError(0, breaker.getTimestampUnit(), new IllegalStateException(what));
        }
        if (breaker.getState() == CircuitBreaker.State.CLOSED) {
            return true;
        }
        breaker.reset();
        hold.begin(HoldCause.OUTAGE, what + ", for " + ACCOUNTS + " accounts in a row", null);
        return false;
    }
}
