package org.plumelookup.lookup;

import java.time.Duration;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.plumelookup.auth.Authorization;
import org.plumelookup.auth.LogInFailedException;
import org.plumelookup.budget.Hold;
import org.plumelookup.budget.HoldCause;
import org.plumelookup.call.AnswerTooLargeException;
import org.plumelookup.call.RetryAfter;

/**
 * Decides by the status of a call what becomes of its lookup: an answer, another call, or a hold for everybody.
 *
 * <p>The statuses are those of the API page. Thread-safe.
 */
final class AnswerReader {
    private final SearchSettings search;
    private final RetrySettings retry;
    private final Duration firewallWindow;
    private final Authorization authorization;
    private final Hold hold;
    private final ApiHealth health;
    private final Reason reason;

    AnswerReader(
            SearchSettings search,
            RetrySettings retry,
            Duration firewallWindow,
            Authorization authorization,
            Hold hold,
            ApiHealth health) {
        this.search = search;
        this.retry = retry;
        this.firewallWindow = firewallWindow;
        this.authorization = authorization;
        this.hold = hold;
        this.health = health;
        this.reason = new Reason(authorization);
    }

    /** Reads an answer, whatever its status. */
    public void read(
            @ExchangeProperty(Lookup.PROPERTY) Lookup lookup,
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Body byte[] body) {
        ApiError error = status == 200 ? null : ApiError.read(body);
        Duration asked = RetryAfter.read(retryAfter);
        if (status == 403 && error == null) {
            hold.begin(HoldCause.FIREWALL, "403 without the API's JSON", asked == null ? firewallWindow : asked);
        } else if (status == 401 && !lookup.isRenewed() && authorization.renew(lookup.credential())) {
            lookup.askRenewed();
        } else if (status == 401 || status == 403) {
            refused(lookup, status, error);
        } else if (status == 429) {
            again(lookup, Outcome.UNEXPECTED, status, "The API asked to wait.", asked, error);
        } else if (status >= 500) {
            if (health.fault(lookup, "status " + status)) {
                again(
                        lookup,
                        Outcome.SERVER_ERROR,
                        status,
                        "The API had a fault.",
                        status == 503 ? asked : null,
                        error);
            }
        } else {
            health.answered(lookup, status);
            if (!lookup.isProbe()) {
                answer(lookup, status, error, body);
            }
        }
    }

    private void answer(Lookup lookup, int status, ApiError error, byte[] body) {
        switch (status) {
            case 200 -> page(lookup, body);
            case 404 -> lookup.end(Outcome.NOT_FOUND, status, reason.of("Plume knows no such location.", error));
            case 422 ->
                lookup.end(Outcome.INVALID, status, reason.of("The API refused the search field or keyword.", error));
            default ->
                lookup.end(
                        Outcome.UNEXPECTED,
                        status,
                        reason.of("The API answered %d, which is not foreseen".formatted(status), body));
        }
    }

    private void page(Lookup lookup, byte[] body) {
        List<Customer> page;
        try {
            page = CustomerPage.read(body);
        } catch (UnexpectedBodyException e) {
            lookup.end(Outcome.UNEXPECTED, 200, reason.of(e.getMessage(), body));
            return;
        }
        boolean news = lookup.add(page, search.oneAccount());
        if (page.size() < search.pageSize()) {
            lookup.endOfPages();
        } else if (!news) {
            lookup.end(Outcome.UNEXPECTED, 200, "The API gives the same page again and again: it does not heed skip.");
        } else if (lookup.matches().skip() > CustomerPage.MOST_CUSTOMERS) {
            lookup.end(
                    Outcome.UNEXPECTED,
                    200,
                    "More than %d customers match: search for something narrower."
                            .formatted(CustomerPage.MOST_CUSTOMERS));
        }
    }

    private void refused(Lookup lookup, int status, ApiError error) {
        if (status == 401) {
            String text = "The API refuses the token for this account: it may be outside the token's scope.";
            lookup.refuse(Outcome.UNAUTHORIZED, status, reason.of(text, error));
        } else {
            String text = "The token's partner has no right to this customer.";
            lookup.refuse(Outcome.FORBIDDEN, status, reason.of(text, error));
        }
        if (health.refused(lookup) && !lookup.isProbe()) {
            lookup.endRefused();
        }
    }

    private void again(Lookup lookup, Outcome outcome, Integer status, String text, Duration asked, ApiError error) {
        int tries = lookup.tried();
        if (tries < retry.attempts()) {
            lookup.askAgain(retry.after(tries, asked));
        } else {
            lookup.end(outcome, status, reason.of("%s It still did after %d calls.".formatted(text, tries), error));
        }
    }

    /** Decides what becomes of a lookup whose call brought no answer. */
    public void unanswered(@ExchangeProperty(Lookup.PROPERTY) Lookup lookup, @ExchangeException Exception why) {
        if (why instanceof LogInFailedException logIn) {
            hold.begin(HoldCause.LOG_IN, logIn.getMessage(), logIn.retryAfter());
        } else if (why instanceof AnswerTooLargeException) {
            health.answered(lookup, 200);
            if (!lookup.isProbe()) {
                lookup.end(Outcome.UNEXPECTED, 200, "The API's answer cannot be used: " + why.getMessage() + ".");
            }
        } else {
            String fault = reason.of(why);
            if (health.fault(lookup, "no answer")) {
                again(lookup, Outcome.UNREACHABLE, null, "The API gave no answer (" + fault + ").", null, null);
            }
        }
    }
}
