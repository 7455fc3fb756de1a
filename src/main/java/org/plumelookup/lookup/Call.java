package org.plumelookup.lookup;

import org.plumelookup.auth.Credential;
import org.plumelookup.resilience.CircuitBreaker;

/**
 * One call of a lookup.
 *
 * @param keyword what it searches for: the account, or another one if it is a canary
 * @param canary whether it is one
 * @param permit of the API's circuit breaker
 * @param credential what it is authorised by
 * @param sentAt when it left, in nanoseconds of the monotonic clock
 * @param outages how many faults of the API were known then
 */
record Call(
        String keyword,
        boolean canary,
        CircuitBreaker.Permit permit,
        Credential credential,
        long sentAt,
        int outages) {}
