/** Decides when a call may leave: the rate limiter, the circuit breakers and the back-off. */
package org.plumelookup.resilience;
