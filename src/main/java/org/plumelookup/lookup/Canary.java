package org.plumelookup.lookup;

import java.util.ArrayDeque;
import java.util.Deque;
import org.plumelookup.auth.Credential;
import org.plumelookup.resilience.HoldCause;

/**
 * Decides whether an answer in doubt is the account's own, or is caused by a fault of the API or our credential.
 *
 * <p>If a call that was sent after the doubtful answer came has already brought a good answer, the outcome is the account's
 * own; a refusal only if that call had the same credential. Else one canary is sent for all lookups that wait: a search for the account found last (another one), alternately
 * with an ID that does not exist, which a healthy API answers with an empty list. A good answer to it is such a later
 * call. A bad one is a fault of the API: the lookups that wait are called again when it is over. Thread-safe.
 */
final class Canary {
    private static final String UNKNOWN_ID = "plume-lookup-canary";
    private static final int FOUND = 2; // the second is for a doubt about the first

    private final boolean enabled;
    private final Deque<String> found = new ArrayDeque<>(FOUND + 1);
    private boolean unknownIdNext;
    private boolean inFlight;
    private long lastGood = System.nanoTime();
    private Credential goodWith;
    private int failedCanaries;

    /**
     * Creates a canary.
     *
     * @param enabled whether an answer in doubt is checked; if not, each is the account's own
     */
    Canary(boolean enabled) {
        this.enabled = enabled;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Returns the number of canaries so far that were answered badly, or could not leave because a log-in failed. */
    synchronized int failedCanaries() {
        return failedCanaries;
    }

    /** Records an account that was found, for later canaries. */
    synchronized void found(String accountId) {
        if (!accountId.equals(found.peekFirst())) {
            found.remove(accountId);
            found.addFirst(accountId);
            if (found.size() > FOUND) {
                found.removeLast();
            }
        }
    }

    /**
     * Records a good answer.
     *
     * @param sentAt when its call was sent, in nanoseconds of the monotonic clock
     * @param credential of its call
     */
    synchronized void good(long sentAt, Credential credential) {
        if (sentAt - lastGood > 0) {
            lastGood = sentAt;
            goodWith = credential;
        }
    }

    /** Returns whether a call that was sent after this time has brought a good answer. */
    synchronized boolean hasGoodAnswerSince(long sentAt) {
        return lastGood - sentAt > 0;
    }

    /**
     * Returns whether the last good answer came to a call that was sent after this time with the same credential. One
     * to another credential does not show that a refusal of this one is the account's own.
     */
    synchronized boolean hasGoodAnswerSince(long sentAt, Credential refused) {
        return hasGoodAnswerSince(sentAt) && refused.equals(goodWith);
    }

    /** Returns whether the caller is to send the canary; false if one is in flight. */
    synchronized boolean claim() {
        boolean free = !inFlight;
        inFlight = true;
        return free;
    }

    /** Allows the next canary, whatever the result of this one. */
    synchronized void release() {
        inFlight = false;
    }

    /** Returns the account ID for the next canary, never the one in doubt. */
    synchronized String keyword(String accountId) {
        if (!enabled) {
            return UNKNOWN_ID; // the trial of a half-open breaker, which no account is to pay for
        }
        String known = found.stream()
                .filter(account -> !account.equals(accountId))
                .findFirst()
                .orElse(null);
        boolean unknown = unknownIdNext || known == null;
        unknownIdNext = !unknown;
        return unknown ? UNKNOWN_ID : known;
    }

    /**
     * Records a bad answer to a canary.
     *
     * @param keyword its account ID; not used again before it is found again, because the fault can be its own
     */
    synchronized void bad(String keyword) {
        failedCanaries++;
        found.remove(keyword);
    }

    /** Records a log-in that failed: what is in doubt came in a fault that a canary could only have seen later. */
    synchronized void logInFailed() {
        failedCanaries++;
    }

    /** Returns the probable cause of a fault of the API, and what an operator has to check. */
    static String advice(HoldCause cause) {
        return cause == HoldCause.REFUSED
                ? "most likely the credential is wrong, not the account; check plume.auth.*"
                : "most likely the API is down, or another server answers in its place; if this lasts, check"
                        + " plume.api.url";
    }
}
