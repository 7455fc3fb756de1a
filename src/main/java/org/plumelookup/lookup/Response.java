package org.plumelookup.lookup;

import java.time.Duration;
import java.util.List;
import org.plumelookup.api.Customer;
import org.plumelookup.api.Outcome;

/** Result of a call, in the terms of the API page. */
sealed interface Response {

    /** One page of customers: the API works. */
    record Page(List<Customer> customers) implements Response {}

    /** The API's answer about the account: the API works. */
    record Answer(Outcome outcome, int status, String reason) implements Response {}

    /** The firewall's block; {@code asked} is the requested wait, or null. */
    record Blocked(Duration asked, String reason) implements Response {}

    /** The API accepts the credential for nothing, or not for this account. */
    record Refused(Outcome outcome, int status, String reason) implements Response {}

    /**
     * A temporary fault.
     *
     * @param status null if there was no answer
     * @param said message of the API, as a sentence with a space before it, or an empty text
     * @param asked requested wait, or null
     */
    record Fault(Outcome outcome, Integer status, String reason, String said, Duration asked) implements Response {}

    /** No connection is possible for any account, because of a refused certificate or a proxy. */
    record NoConnection(String reason) implements Response {}

    /** An answer that is not the API's, or cannot be used; {@code status} is null if it could not be read. */
    record Unexpected(Outcome outcome, Integer status, String reason) implements Response {}
}
