package org.plumelookup.resilience;

import java.time.Instant;

/**
 * An open circuit breaker as an operator sees it: no call leaves or no further row is
 * read; lookups wait, none fails.
 *
 * @param cause the kind of the cause
 * @param why the cause, for an operator; contains no secret and no account ID
 * @param since when the breaker opened
 * @param until when the next probe may leave; in the past while one is under way
 * @param round how often it has opened again, from 0
 */
public record Hold(HoldCause cause, String why, Instant since, Instant until, int round) {}
