package org.plumelookup.fake;

import java.util.List;
import java.util.Map;

/**
 * One request as received.
 *
 * @param method HTTP method
 * @param rawPath path, still percent-encoded
 * @param rawQuery query, still percent-encoded, or null
 * @param headers all headers with all their values; names begin with a capital, the rest is lower case
 * @param accountId decoded keyword of a search, or null
 */
public record Received(
        String method, String rawPath, String rawQuery, Map<String, List<String>> headers, String accountId) {}
