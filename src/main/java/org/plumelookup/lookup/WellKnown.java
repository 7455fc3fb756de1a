package org.plumelookup.lookup;

/**
 * Remembers two accounts that were answered lately, to be asked for when it is in doubt whether the API is well: what
 * was answered before can be broken since, and is in doubt itself where it is looked up again. Thread-safe.
 */
final class WellKnown {
    private static final int TURNS = 3;

    private String last;
    private String before;

    /** Takes note of an account that was answered. */
    synchronized void add(String accountId) {
        if (!accountId.equals(last)) {
            before = last;
            last = accountId;
        }
    }

    /** Gives an account other than the one in doubt; null where none is known. */
    synchronized String otherThan(String accountId) {
        return accountId.equals(last) ? before : last;
    }

    /** Gives the account for a probe of a hold, by turns; null for the one that is looked up, or where none is known. */
    synchronized String forProbe(int round) {
        int turn = round % TURNS;
        if (turn == TURNS - 1) {
            return null;
        }
        return turn == 0 && before != null ? before : last;
    }
}
