package org.plumelookup.auth;

import java.time.Duration;

/**
 * Returns how often the program has logged in, and how old its token is.
 *
 * @param granted log-ins since the start that brought a token
 * @param failed log-ins since the start that did not
 * @param age of the token in use; null if there is none that came of a log-in
 */
public record LogInCounts(long granted, long failed, Duration age) {
    /** Stands for a credential that needs no log-in. */
    static final LogInCounts NO_LOG_IN = new LogInCounts(0, 0, null);
}
