package org.plumelookup.api;

import java.time.Instant;
import java.util.List;

/**
 * Tells what became of one account ID. This is the answer of {@code direct:plume-lookup}; failures are values too.
 *
 * @param request what was asked
 * @param outcome found, or the category of failure
 * @param customers the customers found, each once; empty unless the outcome is found
 * @param others how many customers of other accounts the API gave, and were left out
 * @param status the last HTTP status, or null where no answer came or no call was made
 * @param reason why there is no customer, in words for a support person; null when found
 * @param calls how many calls it took
 * @param time when the outcome was known
 */
public record LookupOutcome(
        LookupRequest request,
        Outcome outcome,
        List<Customer> customers,
        int others,
        Integer status,
        String reason,
        int calls,
        Instant time) {

    /**
     * Tells the account ID that was asked for.
     *
     * @return the account ID exactly as the CRM holds it; null where none could be read
     */
    public String accountId() {
        return request.accountId();
    }

    /**
     * Tells whether there is at least one customer.
     *
     * @return whether the outcome is {@link Outcome#FOUND}
     */
    public boolean found() {
        return outcome == Outcome.FOUND;
    }
}
