package org.plumelookup.fake;

import java.util.Map;
import java.util.Set;

/**
 * One search as parsed by the server.
 *
 * @param keyword the decoded keyword, usually an account ID
 * @param field the field to search in
 * @param limit size of a page, at least 1
 * @param skip customers to skip
 */
record Search(String keyword, String field, int limit, int skip) {
    private static final Set<String> FIELDS = Set.of("accountId", "locationId", "name", "email");

    /**
     * Parses a search; {@code exactMatch} and {@code startsWith} are accepted and ignored.
     *
     * @throws IllegalArgumentException with the reason for a 422
     */
    static Search of(String keyword, Map<String, String> query) {
        String field = query.getOrDefault("field", "accountId");
        if (!FIELDS.contains(field)) {
            throw new IllegalArgumentException("Illegal field: " + field);
        }
        if (keyword.equals("null")) {
            throw new IllegalArgumentException("Illegal keyword: null");
        }
        return new Search(keyword, field, number(query, "limit", 10, 1), number(query, "skip", 0, 0));
    }

    private static int number(Map<String, String> query, String name, int fallback, int least) {
        String text = query.get(name);
        if (text == null) {
            return fallback;
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least) {
            throw new IllegalArgumentException("Illegal " + name + ": " + text);
        }
        return Integer.parseInt(text);
    }
}
