package org.plumelookup.lookup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.plumelookup.api.Customer;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.auth.Authorization;
import org.plumelookup.auth.Credential;

/**
 * Holds the state of one account ID on its way to its outcome, from call to call.
 *
 * <p>Stored in an exchange property. Used by one thread at a time; other threads may read its outcome.
 */
final class Lookup {
    /** Name of the exchange property that holds it. */
    static final String PROPERTY = "plumeLookup";

    private static final long MAX_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long POLL_MILLIS = 20;

    /** State of a lookup between two calls. */
    private sealed interface State {
        /** The next page is to be called, but not before a time of the monotonic clock. */
        record Ready(long notBefore) implements State {}

        /** It waits for the outcome of another lookup of the same account. */
        record Following(Lookup leader) implements State {}

        /**
         * The last answer is in doubt.
         *
         * @param since when it came, in nanoseconds of the monotonic clock
         * @param failedCanaries how many canaries had been answered badly when its call was sent
         * @param refused the credential of its call, if that was refused; else null
         * @param canary whether this lookup is to send the canary
         */
        record Doubtful(Doubt doubt, long since, int failedCanaries, Credential refused, boolean canary)
                implements State {
            Doubtful withCanary(boolean sends) {
                return new Doubtful(doubt, since, failedCanaries, refused, sends);
            }

            boolean isOwn(Canary canary) {
                return refused == null ? canary.hasGoodAnswerSince(since) : canary.hasGoodAnswerSince(since, refused);
            }
        }

        /** It has its outcome. */
        record Answered(LookupOutcome outcome) implements State {}

        /** There will be no outcome. */
        record Abandoned() implements State {}
    }

    /** Outcome, if the answer turns out to be the account's own. */
    private record Doubt(Outcome outcome, Integer status, String reason) {}

    private final LookupRequest request;
    private final Matches matches;
    private volatile State state = new State.Ready(System.nanoTime());
    private Call call;
    private int calls;
    private int tries;
    private int failedCanaries;
    private boolean pageAsked;
    private boolean renewed;
    private boolean blocked;
    private List<String> documents;

    Lookup(LookupRequest request) {
        this.request = request;
        this.matches = new Matches(request.accountId());
    }

    /** Returns the lookup that an exchange carries. */
    static Lookup of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Lookup.class);
    }

    /**
     * Returns the outcome of the lookup that an exchange carries.
     *
     * @throws RejectedExecutionException if a stop ended the loop before there was one
     */
    static LookupOutcome outcomeOf(Exchange exchange) {
        Lookup lookup = of(exchange);
        if (lookup.isOpen()) {
            throw new RejectedExecutionException("The program stops: the account is looked up after the next start");
        }
        return lookup.outcome();
    }

    LookupRequest request() {
        return request;
    }

    Matches matches() {
        return matches;
    }

    // ---- between two calls

    boolean isOpen() {
        return outcome() == null;
    }

    /** Returns the outcome; null while there is none. */
    LookupOutcome outcome() {
        return state instanceof State.Answered answered ? answered.outcome : null;
    }

    /** Returns the JSON documents of the outcome, written at the first call. */
    List<String> documents() {
        if (documents == null) {
            documents = OutcomeJson.documents(outcome());
        }
        return documents;
    }

    /** Returns how many milliseconds to wait now; a long wait is divided, so that a stop can end it. */
    long waitMillis() {
        if (state instanceof State.Ready ready) {
            long remaining = Math.min(MAX_WAIT_NANOS, ready.notBefore - System.nanoTime());
            return remaining <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(remaining) + 1;
        }
        return isOpen() && !isCanaryDue() ? POLL_MILLIS : 0;
    }

    /** Returns whether a call is to be made now. */
    boolean isDue() {
        return state instanceof State.Ready ready ? ready.notBefore - System.nanoTime() <= 0 : isCanaryDue();
    }

    /** Returns whether the next call is a canary, because the last answer is in doubt. */
    boolean isCanaryDue() {
        return state instanceof State.Doubtful doubtful && doubtful.canary;
    }

    /** Changes the state, if what it waits for has happened. */
    void advance(Canary canary, Authorization authorization) {
        if (state instanceof State.Following following) {
            State leader = following.leader.state;
            if (leader instanceof State.Answered answered) {
                endAs(answered.outcome);
            } else if (leader instanceof State.Abandoned) {
                askAgain(Duration.ZERO);
            }
        } else if (state instanceof State.Doubtful doubtful && !doubtful.canary) {
            boolean isOwn = doubtful.isOwn(canary); // first: what comes after it can only lead to another call
            if (doubtful.failedCanaries != canary.failedCanaries()) {
                askAfterOutage();
            } else if (isOwn) {
                end(doubtful.doubt.outcome, doubtful.doubt.status, doubtful.doubt.reason);
            } else if (doubtful.refused != null && authorization.isReplaced(doubtful.refused)) {
                askAgain(Duration.ZERO);
            } else if (canary.claim()) {
                state = doubtful.withCanary(true);
            }
        }
    }

    /** Calls the same page again, after a wait. */
    void askAgain(Duration wait) {
        state = new State.Ready(System.nanoTime() + wait.toNanos());
    }

    /** Starts the tries again, because the API or the credential was at fault, not the account. */
    private void askAfterOutage() {
        renewed = false;
        tries = 0;
        askAgain(Duration.ZERO);
    }

    /**
     * Delays the outcome until it is clear whether it is the account's own.
     *
     * @param refused the credential of the call, if that was refused; else null
     */
    void doubt(Outcome outcome, Integer status, String reason, Credential refused) {
        state = new State.Doubtful(
                new Doubt(outcome, status, reason), System.nanoTime(), call.failedCanaries(), refused, false);
    }

    /** Waits for the outcome of another lookup of the same account. */
    void follow(Lookup other) {
        state = new State.Following(other);
    }

    /** Ends without an outcome; lookups that follow go on alone. */
    void abandon() {
        state = new State.Abandoned();
    }

    // ---- one call

    /** Begins a call, and counts why it is made. */
    void beginCall(Call next, CallKinds kinds) {
        call = next;
        calls += next.canary() ? 0 : 1;
        if (next.canary()) {
            kinds.addCanary();
        } else if (pageAsked) {
            kinds.addRetry();
        } else if (matches.skip() > 0) {
            kinds.addPage();
        } else {
            kinds.addFirst();
        }
        pageAsked |= !next.canary();
    }

    /** Returns the current call; null if there is none. */
    Call call() {
        return call;
    }

    /** Forgets the call and its credential; returns whether it was the canary for all lookups that wait. */
    boolean endCall() {
        boolean canary = isCanaryDue();
        if (state instanceof State.Doubtful doubtful) {
            state = doubtful.withCanary(false);
        }
        call = null;
        return canary;
    }

    /** Returns whether it has called again with another credential. */
    boolean isRenewed() {
        return renewed;
    }

    /** Records that it calls again with another credential. */
    void recordRenewal() {
        renewed = true;
    }

    /** Records a block by the firewall; returns whether it is the first one of this lookup. */
    boolean recordBlock() {
        boolean first = !blocked;
        blocked = true;
        return first;
    }

    /** Counts a failed call for this page, and returns the count; calls before a fault of the API do not count. */
    int countFailure() {
        tries = call.failedCanaries() == failedCanaries ? tries + 1 : 1;
        failedCanaries = call.failedCanaries();
        return tries;
    }

    /** Adds a page, and resets the count of tries; returns whether the page had anything new. */
    boolean add(List<Customer> page, boolean oneAccount) {
        tries = 0;
        pageAsked = false;
        return matches.add(page, oneAccount);
    }

    // ---- the end

    /** Ends with the customers of all pages. */
    void endOfPages() {
        if (!matches.customers().isEmpty()) {
            end(Outcome.FOUND, 200, null);
        } else if (matches.others() > 0) {
            end(
                    Outcome.MISMATCH,
                    200,
                    String.format(
                            Locale.ROOT, "Plume returned only customers of other accounts (%d).", matches.others()));
        } else {
            String id = request.accountId();
            String space = id.equals(id.strip()) ? "" : " Note the space around the ID.";
            end(Outcome.NO_MATCH, 200, "Plume knows no such customer. The account may not be provisioned yet." + space);
        }
    }

    /** Ends with an outcome; only a found one has customers. */
    void end(Outcome outcome, Integer status, String reason) {
        List<Customer> given = outcome == Outcome.FOUND ? matches.customers() : List.of();
        state = new State.Answered(
                new LookupOutcome(request, outcome, given, matches.others(), status, reason, calls, Instant.now()));
    }

    /** Ends with the outcome of another lookup of the same account. */
    void endAs(LookupOutcome other) {
        state = new State.Answered(new LookupOutcome(
                request,
                other.outcome(),
                other.customers(),
                other.others(),
                other.status(),
                other.reason(),
                calls,
                other.time()));
    }
}
