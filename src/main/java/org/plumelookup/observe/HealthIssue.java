package org.plumelookup.observe;

import java.time.Instant;

/**
 * Why work is suspended.
 *
 * @param why the cause, for an operator; contains no secret and no customer data
 * @param since when it began
 * @param until when the next attempt is; null if unknown
 */
public record HealthIssue(String why, Instant since, Instant until) {

    /** Creates an issue that begins now. */
    public static HealthIssue now(String why) {
        return new HealthIssue(why, Instant.now(), null);
    }
}
