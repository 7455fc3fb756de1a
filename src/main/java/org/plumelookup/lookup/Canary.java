package org.plumelookup.lookup;

import java.util.ArrayDeque;
import java.util.Deque;
import org.plumelookup.resilience.HoldCause;

/**
 * Decides whether an answer in doubt is the account's own, or the API or our credential is at fault.
 *
 * <p>If a call that left after the doubtful one has already brought a good answer, the outcome is the account's own. Else
 * one canary leaves, for all who wait: a search for another account, the one found last, by turns with an ID that nobody
 * has, which a healthy API answers with an empty list. A good answer to it is such a later call; a bad one is a fault of the
 * API, and who waits is asked again when that is over. Thread-safe.
 */
final class Canary {
    private static final String NOBODY = "plume-lookup-canary";
    private static final int FOUND = 2; // the second is for a doubt about the first

    private final boolean enabled;
    private final Deque<String> found = new ArrayDeque<>(FOUND + 1);
    private boolean nobodysTurn;
    private boolean inFlight;
    private long lastGood = System.nanoTime();
    private int outages;

    /**
     * Creates a canary.
     *
     * @param enabled whether an answer in doubt is checked; else each is taken for the account's own
     */
    Canary(boolean enabled) {
        this.enabled = enabled;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Returns how many faults of the API have been found so far. */
    synchronized int outages() {
        return outages;
    }

    /** Records an account that was found, to be searched for as a canary. */
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
     * @param sentAt when its call left, in nanoseconds of the monotonic clock
     */
    synchronized void good(long sentAt) {
        if (sentAt - lastGood > 0) {
            lastGood = sentAt;
        }
    }

    /** Returns whether a call that left after this time has brought a good answer. */
    synchronized boolean isRefuted(long sentAt) {
        return lastGood - sentAt > 0;
    }

    /** Returns whether the caller is to send the canary; false if one is in flight. */
    synchronized boolean claim() {
        boolean free = !inFlight;
        inFlight = true;
        return free;
    }

    /** Lets another send a canary, whatever came of this one. */
    synchronized void release() {
        inFlight = false;
    }

    /** Returns what the next canary searches for, another account than the one in doubt. */
    synchronized String keyword(String accountId) {
        String known = found.stream()
                .filter(account -> !account.equals(accountId))
                .findFirst()
                .orElse(null);
        boolean nobody = nobodysTurn || known == null;
        nobodysTurn = !nobody;
        return nobody ? NOBODY : known;
    }

    /**
     * Records that a canary was not answered as it should be.
     *
     * @param keyword what it searched for; not searched for again before it is found again, for the fault can be its own
     */
    synchronized void bad(String keyword) {
        outages++;
        found.remove(keyword);
    }

    /** Returns what an operator is to look at if the API is found at fault. */
    static String advice(HoldCause cause) {
        return cause == HoldCause.REFUSED
                ? "most likely the credential is wrong, not the account; check plume.auth.*"
                : "most likely the API is down, or another server answers in its place; if this lasts, check"
                        + " plume.api.url";
    }
}
