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
    private int inARow;
    private long last = System.nanoTime();
    private long good = last;
    private int excuses;
    private int underWay;

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

    /**
     * Remembers when an answer was kept back.
     *
     * @param time when it came, on the monotonic clock
     * @param excuses how often accounts had been excused before
     */
    record KeptBack(long time, int excuses) {}

    /** Names what became of an answer that was kept back. */
    enum Verdict {
        /** It is not clear who is to blame. */
        OPEN,
        /** It is the account's answer. */
        ANSWER,
        /** The account was not to blame, so it is to be asked again. */
        EXCUSED
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
        last = System.nanoTime();
        lookup.keepBack(new KeptBack(last, excuses));
        if (++inARow >= limit) {
            hold.begin(cause, advice(cause), null);
            excuse();
        }
        return false;
    }

    private void excuse() {
        excuses++;
        inARow = 0;
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
     * Takes note of a good answer.
     *
     * @param left when its call left, on the monotonic clock: of what came later it tells nothing
     */
    synchronized void good(long left) {
        inARow = 0;
        if (hold.state().isPresent()) {
            excuse();
        } else if (left - good > 0) {
            good = left;
        }
    }

    /** Notes that a call leaves, which may bring another suspicious answer. */
    synchronized void callLeaves() {
        underWay++;
    }

    /** Notes that a call has ended. */
    synchronized void callEnded() {
        underWay--;
    }

    /** Tells what has become of an answer that was kept back. While calls are under way it is not quiet. */
    synchronized Verdict verdict(KeptBack answer) {
        if (answer.excuses != excuses || hold.state().isPresent()) {
            return Verdict.EXCUSED;
        }
        boolean quiet = underWay == 0 && System.nanoTime() - last > quietNanos;
        return quiet || good - answer.time > 0 ? Verdict.ANSWER : Verdict.OPEN;
    }
}
