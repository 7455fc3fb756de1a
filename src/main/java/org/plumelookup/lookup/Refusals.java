package org.plumelookup.lookup;

import java.time.Duration;
import org.plumelookup.budget.Hold;
import org.plumelookup.budget.HoldCause;

/**
 * Keeps back refused accounts until it is clear who is to blame. When many in a row are refused it is most likely our
 * credential, so they are asked again after a hold; when another answer comes between, or none follows for a while,
 * the refusal is their answer. Thread-safe.
 */
final class Refusals {
    private final int limit;
    private final long quietNanos;
    private Streak streak = new Streak();

    /**
     * Creates an empty record.
     *
     * @param limit refusals in a row that lead to a hold; 0 takes every refusal for an answer
     * @param quiet how long a refused account waits for the next one
     */
    Refusals(int limit, Duration quiet) {
        this.limit = limit;
        this.quietNanos = quiet.toNanos();
    }

    /** Holds refusals without another answer between them. */
    static final class Streak {
        private int length;
        private long last = System.nanoTime();
        private volatile boolean settled;
        private volatile boolean blamed;

        /** Tells whether the refusals are the accounts' answers. */
        boolean isSettled() {
            return settled;
        }

        /** Tells whether the credential was blamed, so the accounts are to be asked again. */
        boolean isBlamed() {
            return blamed;
        }
    }

    /**
     * Notes a refusal.
     *
     * @return whether it is the account's answer at once
     */
    synchronized boolean note(Lookup lookup, Hold hold) {
        if (limit == 0 || lookup.wasBlamed()) {
            return true;
        }
        streak.length++;
        streak.last = System.nanoTime();
        lookup.keepBack(streak);
        if (streak.length >= limit) {
            streak.blamed = true;
            streak = new Streak();
            hold.begin(HoldCause.REFUSED, advice(), null);
        }
        return false;
    }

    /** Tells an operator what to do. */
    String advice() {
        return ("%d accounts in a row got 401 or 403: most likely the credential is wrong, not the accounts; check"
                        + " plume.auth.* (if the accounts really are refused, set plume.hold.refusals=0)")
                .formatted(limit);
    }

    /** Ends the streak: somebody got another answer, so the credential is good. */
    synchronized void settle() {
        if (streak.length > 0) {
            streak.settled = true;
            streak = new Streak();
        }
    }

    /** Ends a streak that was not followed by another refusal for a while. */
    synchronized void settleIfQuiet(Streak kept) {
        if (!kept.blamed && !kept.settled && System.nanoTime() - kept.last > quietNanos) {
            kept.settled = true;
            if (streak == kept) {
                streak = new Streak();
            }
        }
    }
}
