package org.plumelookup.lookup;

import java.time.Duration;
import org.plumelookup.auth.Authorization;
import org.plumelookup.budget.Hold;
import org.plumelookup.budget.HoldCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps back answers for which the account may not be to blame, until it is clear who is: a refusal (401, 403),
 * something that is not an answer of the API, or the last fault that an account may have. When many in a row get one it
 * is most likely the credential's or the API's fault. These are asked again after the hold that follows, and so are
 * those that were kept back when any other hold began; but each only once. When a call that left later brings a good
 * answer, it is their answer. Where no other call leaves for a while, an account that was answered before is asked for,
 * if there is one. Thread-safe.
 */
final class Suspicions {
    private static final Logger LOG = LoggerFactory.getLogger(Suspicions.class);
    private static final int FEW = 3;

    private final int limit;
    private final int places;
    private final long quietNanos;
    private final Hold hold;
    private final WellKnown known;
    private final Authorization authorization;
    private int inARow;
    private int keptBack;
    private long lastCall = System.nanoTime();
    private long good = lastCall;
    private int excuses;
    private int revocations;
    private int underWay;
    private long nextTry = lastCall;

    /**
     * Creates an empty record.
     *
     * @param limit suspicious answers in a row that lead to a hold; 0 takes every one for the account's
     * @param concurrency lookups in flight; when so many are kept back for a fault of the API, and no account is known
     *     that was answered, that is enough for a hold
     * @param quiet how long no call is under way before it is clear that none comes which could tell
     * @param hold begun where account after account gets one
     * @param known accounts that were answered
     * @param authorization gives up a token that was revoked
     */
    Suspicions(int limit, int concurrency, Duration quiet, Hold hold, WellKnown known, Authorization authorization) {
        this.limit = limit;
        this.places = Math.max(FEW, concurrency);
        this.quietNanos = quiet.toNanos();
        this.hold = hold;
        this.known = known;
        this.authorization = authorization;
    }

    /**
     * Remembers when an answer was kept back.
     *
     * @param cause who is to blame if it is not the account
     * @param time when it came, on the monotonic clock
     * @param excuses how often accounts had been excused before
     * @param revocations how often a token had been given up before
     */
    record KeptBack(HoldCause cause, long time, int excuses, int revocations) {}

    /** Names what became of an answer that was kept back. */
    enum Verdict {
        /** It is not clear who is to blame, and what comes next may tell. */
        OPEN,
        /** Nothing comes that could tell: an account that is well known is to be asked for. */
        TO_BE_CHECKED,
        /** It is the account's answer. */
        ANSWER,
        /** The account was not to blame, so it is to be asked again. */
        EXCUSED,
        /** The token was to blame, so it is to be asked again with another one; that is no excuse. */
        REVOKED
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
        lookup.keepBack(new KeptBack(cause, System.nanoTime(), excuses, revocations));
        keptBack++;
        if (++inARow >= limit) {
            blame(cause, limit + " accounts in a row");
        }
        return false;
    }

    private void blame(HoldCause cause, String who) {
        if (cause == HoldCause.REFUSED && authorization.revoked()) {
            LOG.warn(
                    "{} got 401 or 403 on a token that was accepted before: it was revoked before its end, most likely. Logging in again; the accounts are asked again.",
                    who);
            revocations++;
            inARow = 0;
            keptBack = 0;
        } else {
            hold.begin(cause, advice(cause, who), null);
            excuse();
        }
    }

    /** Takes note that the account that is well known got a suspicious answer, too. */
    synchronized void wellKnownToo(HoldCause cause) {
        blame(cause, "an account that was answered before");
    }

    private void excuse() {
        excuses++;
        inARow = 0;
        keptBack = 0;
    }

    /** Tells an operator what to do in a hold that goes on. */
    String advice(HoldCause cause) {
        return advice(cause, "account after account");
    }

    private static String advice(HoldCause cause, String who) {
        return who
                + (cause == HoldCause.REFUSED
                        ? " got 401 or 403: most likely the credential is wrong, not the accounts; check plume.auth.*"
                                + " (if the accounts really are refused, set plume.hold.refusals=0)"
                        : " got what is no answer of the API: most likely it is down, or somebody else answers in its"
                                + " place; if this lasts check plume.api.url");
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

    /** Tells whether a call that left later than another brought a good answer. */
    synchronized boolean isRefuted(long left) {
        return good - left > 0;
    }

    /** Notes that a lookup will make another call after a while. */
    synchronized void callComes(Duration wait) {
        long time = System.nanoTime() + wait.toNanos();
        nextTry = time - nextTry > 0 ? time : nextTry;
    }

    /** Notes that a call leaves as soon as hold and budget let it, and may tell who is to blame. */
    synchronized void callBegun() {
        underWay++;
        lastCall = System.nanoTime();
    }

    /** Notes that a call has ended. */
    synchronized void callEnded() {
        underWay--;
        lastCall = System.nanoTime();
    }

    /** Tells what has become of an answer that was kept back. While calls are under way it is not quiet. */
    synchronized Verdict verdict(KeptBack answer, String accountId) {
        if (answer.excuses != excuses || hold.state().isPresent()) {
            return Verdict.EXCUSED;
        }
        if (answer.revocations != revocations) {
            return Verdict.REVOKED;
        }
        if (good - answer.time > 0) {
            return answer();
        }
        if (underWay > 0 || System.nanoTime() - lastCall <= quietNanos) {
            return Verdict.OPEN;
        }
        if (known.otherThan(accountId) != null) {
            lastCall = System.nanoTime(); // one call tells all who wait
            LOG.info(
                    "Asking for an account that was answered before: is the API to blame, or the accounts? ({} wait)",
                    keptBack);
            return Verdict.TO_BE_CHECKED;
        }
        if (System.nanoTime() - nextTry <= quietNanos) {
            return Verdict.OPEN;
        }
        if (answer.cause == HoldCause.OUTAGE && keptBack >= places) {
            blame(answer.cause, keptBack + " accounts in a row");
            return Verdict.EXCUSED;
        }
        return answer();
    }

    private Verdict answer() {
        keptBack--;
        return Verdict.ANSWER;
    }
}
