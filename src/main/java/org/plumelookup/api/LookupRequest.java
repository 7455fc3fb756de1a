package org.plumelookup.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * A request for the customers of one account ID.
 *
 * @param row number of the data row in its input file, from 1; null outside a batch
 * @param accountId the account ID exactly as the CRM holds it; null if none could be read
 * @param input other fields of the input, returned with the outcome; never null, treated as immutable
 * @param problem why no account ID could be read, for the person who owns the input; null if one could
 */
public record LookupRequest(Long row, String accountId, ObjectNode input, String problem) {
    /** How much of an unreadable input is returned, in characters. */
    public static final int EXCERPT = 1024;

    /**
     * Creates a request for an account ID without other fields.
     *
     * @param accountId the account ID as the CRM holds it
     * @return a request without a row and without input
     */
    public static LookupRequest of(String accountId) {
        return new LookupRequest(null, accountId, JsonNodeFactory.instance.objectNode(), null);
    }

    /**
     * Creates a request for an input from which no account ID could be read; the start of its text is returned as
     * {@code text}.
     *
     * @param text the text, of any length
     * @param problem why there is no account ID, for the person who sent it
     * @return a request that has this problem, and no row
     */
    public static LookupRequest unreadable(String text, String problem) {
        // JSON and CSV writers refuse half of a surrogate pair, wherever in the text it is.
        String whole = new String(cut(text, EXCERPT).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return new LookupRequest(
                null, null, JsonNodeFactory.instance.objectNode().put("text", whole), problem);
    }

    /**
     * Cuts a text, never through a surrogate pair, because writers refuse half of one.
     *
     * @param text any text
     * @param length the most characters it may have
     * @return the text, or its beginning
     */
    public static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
