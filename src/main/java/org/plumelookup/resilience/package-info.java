/** Says when a call may leave: how fast ({@link org.plumelookup.resilience.RateLimiter}), and whether at all. */
package org.plumelookup.resilience;
