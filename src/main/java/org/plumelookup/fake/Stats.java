package org.plumelookup.fake;

/**
 * The counters.
 *
 * @param calls all requests, log-ins and refused ones included, control paths not
 * @param searches requests to a search path
 * @param logIns requests to the token endpoint, whatever the response
 * @param tokensIssued log-ins that got a token
 * @param refused requests the firewall refused
 * @param peak the most requests in any one window of {@link FakePlumeSettings#window()}, refused ones included
 */
public record Stats(long calls, long searches, long logIns, long tokensIssued, long refused, long peak) {}
