package org.plumelookup.lookup;

import java.time.Instant;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;

/**
 * An account ID that ended without a customer. Has customer data, so only for who may see that.
 *
 * @param time when it ended
 * @param source the batch, or the route that brought it
 * @param row its row in a batch; null if there is none
 * @param accountId its beginning; null if none could be read
 * @param outcome the category
 * @param status the last HTTP status; null if there was none
 * @param reason the beginning of why
 */
public record FailedLookup(
        Instant time, String source, Long row, String accountId, Outcome outcome, Integer status, String reason) {
    private static final int LONGEST = 200; // one can be thousands of characters long

    static FailedLookup of(String source, LookupOutcome outcome) {
        return new FailedLookup(
                outcome.time(),
                source,
                outcome.request().row(),
                start(outcome.accountId()),
                outcome.outcome(),
                outcome.status(),
                start(outcome.reason()));
    }

    private static String start(String text) {
        return text == null || text.length() <= LONGEST ? text : LookupRequest.cut(text, LONGEST) + "...";
    }
}
