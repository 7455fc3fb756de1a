package org.plumelookup.fake;

/**
 * Holds what was counted so far.
 *
 * @param calls all requests, log-ins and refused ones included, control paths not
 * @param searches requests to a search path
 * @param logIns requests to the token endpoint, whatever the answer
 * @param tokensIssued log-ins that were answered with a token
 * @param refused requests the firewall turned away
 * @param peak the most requests in any one window of {@link FakePlumeSettings#window()}, refused ones included
 */
public record Stats(long calls, long searches, long logIns, long tokensIssued, long refused, long peak) {}
