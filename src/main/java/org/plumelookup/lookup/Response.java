package org.plumelookup.lookup;

import java.time.Duration;
import java.util.List;
import org.plumelookup.api.Customer;
import org.plumelookup.api.Outcome;

/** What a call brought, in the terms of the API page. */
sealed interface Response {

    /** One page of customers: the API works. */
    record Page(List<Customer> customers) implements Response {}

    /** The API's answer about the account: the API works. */
    record Answer(Outcome outcome, int status, String reason) implements Response {}

    /** The firewall's block; {@code asked} is how long to wait, or null. */
    record Blocked(Duration asked, String reason) implements Response {}

    /** The API accepts the credential for nothing, or not for this account. */
    record Refused(Outcome outcome, int status, String reason) implements Response {}

    /** A temporary fault; {@code status} is null if there was no answer, {@code asked} how long to wait or null. */
    record Fault(Outcome outcome, Integer status, String reason, Duration asked) implements Response {}

    /** An answer that is not the API's, or cannot be used. */
    record Unexpected(Outcome outcome, int status, String reason) implements Response {}
}
