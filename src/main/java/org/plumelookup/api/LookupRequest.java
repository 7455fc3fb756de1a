package org.plumelookup.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Asks for the customers of one account ID.
 *
 * @param row number of the data row in its input file, from 1; null outside a batch
 * @param accountId the account ID exactly as the CRM holds it; null where none could be read
 * @param input what came along with the account ID and is given back with its answer; never null, treated as immutable
 * @param problem why no account ID could be read, in words for the person who owns the input; null where one could
 */
public record LookupRequest(Long row, String accountId, ObjectNode input, String problem) {

    /**
     * Asks for an account ID that came alone.
     *
     * @param accountId the account ID as the CRM holds it
     */
    public static LookupRequest of(String accountId) {
        return new LookupRequest(null, accountId, JsonNodeFactory.instance.objectNode(), null);
    }
}
