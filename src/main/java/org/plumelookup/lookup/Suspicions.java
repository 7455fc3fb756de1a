package org.plumelookup.lookup;

import java.time.Duration;
import org.plumelookup.budget.Hold;
import org.plumelookup.budget.HoldCause;

/**
 * Keeps back answers for which the account may not be to blame, until it is clear who is: a refusal (401, 403), or
 * something that is not an answer of the API. When many in a row get one it is most likely the credential's or the
 * API's fault. These are asked again after the hold that follows, and so are those that were kept back when any other
 * hold began; but each only once. When a call that left later brings a good answer, or no other suspicious one follows
 * for a while, it is their answer. Thread-safe.
 */
final class Suspicions {
    private final int limit;
    private final long quietNanos;
    private final Hold hold;
    private Streak streak;

    /**
     * Creates an empty record.
     *
     * @param limit suspicious answers in a row that lead to a hold; 0 takes every one for the account's
     * @param quiet how long an account waits for the next one
     * @param hold begun where account after account gets one
     */
    Suspicions(int limit, Duration quiet, Hold hold) {
        this.limit = limit;
        this.quietNanos = quiet.toNanos();
        this.hold = hold;
    }

    /** Holds suspicious answers until it is clear who is to blame. */
    static final class Streak {
        private final long first = System.nanoTime();
        private long last = first;
        private int inARow;
        private volatile boolean settled;
        private volatile boolean over;

        /** Tells whether these are the accounts' answers. */
        boolean isSettled() {
            return settled;
        }

        /** Tells whether the accounts were not to blame, so they are to be asked again. */
        boolean isOver() {
            return over;
        }
    }

    /**
     * Notes a suspicious answer.
     *
     * @param cause who is to blame if there are many in a row
     * @return whether it is the account's answer at once
     */
    synchronized boolean note(Lookup lookup, HoldCause cause) {
        if (limit == 0 || lookup.wasExcused()) {
            return true;
        }
        if (streak == null) {
            streak = new Streak();
        }
        streak.inARow++;
        streak.last = System.nanoTime();
        lookup.keepBack(streak);
        if (streak.inARow >= limit) {
            excuse(streak);
            hold.begin(cause, advice(cause), null);
        }
        return false;
    }

    private void excuse(Streak kept) {
        kept.over = true;
        streak = streak == kept ? null : streak;
    }

    private void settle(Streak kept) {
        kept.settled = true;
        streak = streak == kept ? null : streak;
    }

    /** Tells an operator what to do. */
    String advice(HoldCause cause) {
        return (cause == HoldCause.REFUSED
                        ? "%d accounts in a row got 401 or 403: most likely the credential is wrong, not the accounts;"
                                + " check plume.auth.* (if the accounts really are refused, set plume.hold.refusals=0)"
                        : "%d accounts in a row got what is no answer of the API: most likely it is down, or somebody"
                                + " else answers in its place; if this lasts check plume.api.url")
                .formatted(limit);
    }

    /**
     * Takes note of a good answer. Where its call left before the first suspicious answer came, things may have gone
     * wrong in between, so it does not tell who is to blame.
     *
     * @param left when the call left, on the monotonic clock
     */
    synchronized void good(long left) {
        if (streak == null) {
            return;
        }
        streak.inARow = 0;
        if (hold.state().isPresent()) {
            excuse(streak);
        } else if (left - streak.first > 0) {
            settle(streak);
        }
    }

    /** Looks whether the wait of a streak is over: a hold began, or no other suspicious answer followed for a while. */
    synchronized void look(Streak kept) {
        if (kept.over || kept.settled) {
            return;
        }
        if (hold.state().isPresent()) {
            excuse(kept);
        } else if (System.nanoTime() - kept.last > quietNanos) {
            settle(kept);
        }
    }
}
