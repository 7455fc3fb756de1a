package org.plumelookup.observe;

import java.time.Instant;

/**
 * Tells why work stands still.
 *
 * @param why the cause, in words for an operator; never with a secret or data of a customer in it
 * @param since when it began
 * @param until when it is tried again; null where that is not known
 */
public record HealthIssue(String why, Instant since, Instant until) {

    /** Tells of a cause that was noticed just now. */
    public static HealthIssue now(String why) {
        return new HealthIssue(why, Instant.now(), null);
    }
}
