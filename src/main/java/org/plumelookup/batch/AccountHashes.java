package org.plumelookup.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Iterator;
import java.util.Set;
import org.plumelookup.api.LookupRequest;

/**
 * Holds a hash of the account ID of each row of an input, to check that a record of the results belongs to its row. It
 * takes four bytes per row, and only while the results of an earlier run are read.
 */
final class AccountHashes {
    private final int[] byRow;
    private final Set<Long> torn;

    private AccountHashes(int[] byRow, Set<Long> torn) {
        this.byRow = byRow;
        this.torn = torn;
    }

    /**
     * Reads all rows.
     *
     * @param rows of the input, with the numbers under which they are answered
     * @param input number of rows, and which of them are no longer in the file
     */
    static AccountHashes of(Iterator<LookupRequest> rows, InputFingerprint input) {
        int[] byRow = new int[Math.toIntExact(input.rows()) + 1];
        while (rows.hasNext()) {
            LookupRequest row = rows.next();
            if (row.row() < byRow.length) {
                byRow[Math.toIntExact(row.row())] = hash(RowJson.limited(row).accountId());
            }
        }
        return new AccountHashes(byRow, Set.copyOf(input.torn()));
    }

    /** Returns whether a row can have an account ID, or null; a row that is no longer in the file can have any. */
    boolean matches(long row, String accountId) {
        return torn.contains(row) || row < byRow.length && byRow[Math.toIntExact(row)] == hash(accountId);
    }

    /** Returns the hash of an ID as it is written: half of a surrogate pair is replaced. */
    private static int hash(String accountId) {
        return accountId == null ? 0 : new String(accountId.getBytes(UTF_8), UTF_8).hashCode();
    }
}
