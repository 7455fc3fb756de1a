package org.plumelookup.resilience;

import java.time.Instant;

/**
 * What an operator sees of an open circuit breaker: nobody calls, lookups wait, none fails.
 *
 * @param cause the kind of cause
 * @param why the cause, in words for an operator; never with a secret or an account ID in it
 * @param since when the breaker opened
 * @param until when the next probe may leave; in the past while one is under way
 * @param round how often it has opened again, from 0
 */
public record Hold(HoldCause cause, String why, Instant since, Instant until, int round) {}
