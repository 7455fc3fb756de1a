package org.plumelookup.lookup;

import org.plumelookup.auth.Credential;
import org.plumelookup.resilience.CircuitBreaker;

/**
 * Holds one call of a lookup.
 *
 * @param keyword the account ID that it searches for; of another account if it is a canary
 * @param canary whether it is one
 * @param permit of the API's circuit breaker
 * @param credential its Authorization value
 * @param sentAt when it was sent, in nanoseconds of the monotonic clock
 * @param failedCanaries how many canaries had been answered badly then
 */
record Call(
        String keyword,
        boolean canary,
        CircuitBreaker.Permit permit,
        Credential credential,
        long sentAt,
        int failedCanaries) {}
