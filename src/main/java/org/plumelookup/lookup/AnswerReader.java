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
import org.plumelookup.budget.BudgetSettings;
import org.plumelookup.budget.Hold;
import org.plumelookup.call.AnswerTooLargeException;
import org.plumelookup.call.Excerpt;
import org.plumelookup.call.RetryAfter;

/**
 * Decides by the status of a call what becomes of its lookup: an answer, another call, or a hold for everybody.
 *
 * <p>The statuses are those of the API page. Thread-safe.
 */
final class AnswerReader {
    private static final Duration LOG_IN_AGAIN = Duration.ofSeconds(1);

    private final SearchSettings search;
    private final RetrySettings retry;
    private final BudgetSettings budget;
    private final Authorization authorization;
    private final Hold hold;

    AnswerReader(
            SearchSettings search, RetrySettings retry, BudgetSettings budget, Authorization authorization, Hold hold) {
        this.search = search;
        this.retry = retry;
        this.budget = budget;
        this.authorization = authorization;
        this.hold = hold;
    }

    /** Reads an answer, whatever its status. */
    public void read(
            @ExchangeProperty(Lookup.PROPERTY) Lookup lookup,
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Body byte[] body) {
        ApiError error = status == 200 ? null : ApiError.read(body);
        if (status == 403 && error == null) {
            Duration asked = RetryAfter.read(retryAfter);
            hold.begin(
                    "the API's firewall blocks us (403): too many calls from this address",
                    asked == null ? budget.window() : asked);
            return;
        }
        hold.answered();
        switch (status) {
            case 200 -> page(lookup, body);
            case 401 -> unauthorized(lookup, error);
            case 403 ->
                end(lookup, Outcome.FORBIDDEN, status, "The token's partner has no right to this customer.", error);
            case 404 -> end(lookup, Outcome.NOT_FOUND, status, "Plume knows no such location.", error);
            case 422 -> end(lookup, Outcome.INVALID, status, "The API refused the search field or keyword.", error);
            case 429 ->
                again(lookup, Outcome.UNEXPECTED, status, "The API asked to wait.", RetryAfter.read(retryAfter), error);
            default -> {
                if (status >= 500) {
                    Duration asked = status == 503 ? RetryAfter.read(retryAfter) : null;
                    again(lookup, Outcome.SERVER_ERROR, status, "The API had a fault.", asked, error);
                } else {
                    lookup.end(
                            Outcome.UNEXPECTED,
                            status,
                            "The API answered %d, which is not foreseen%s".formatted(status, excerpt(body)));
                }
            }
        }
    }

    private void page(Lookup lookup, byte[] body) {
        List<Customer> page;
        try {
            page = CustomerPage.read(body);
        } catch (UnexpectedBodyException e) {
            lookup.end(Outcome.UNEXPECTED, 200, e.getMessage() + excerpt(body));
            return;
        }
        boolean news = lookup.add(page, search.oneAccount());
        if (page.size() < search.pageSize()) {
            lookup.found(200);
        } else if (!news) {
            lookup.end(Outcome.UNEXPECTED, 200, "The API gives the same page again and again: it does not heed skip.");
        } else if (lookup.skip() > CustomerPage.MOST_CUSTOMERS) {
            lookup.end(
                    Outcome.UNEXPECTED,
                    200,
                    "More than %d customers match: search for something narrower."
                            .formatted(CustomerPage.MOST_CUSTOMERS));
        }
    }

    private void unauthorized(Lookup lookup, ApiError error) {
        if (!lookup.renewed()) {
            boolean again = authorization.renew(lookup.credential());
            if (again) {
                lookup.askRenewed();
                return;
            }
        }
        end(
                lookup,
                Outcome.UNAUTHORIZED,
                401,
                "The API refuses the token for this account: it may be outside the token's scope.",
                error);
    }

    private void end(Lookup lookup, Outcome outcome, int status, String reason, ApiError error) {
        lookup.end(outcome, status, reason + told(error));
    }

    private void again(Lookup lookup, Outcome outcome, int status, String reason, Duration asked, ApiError error) {
        int failed = lookup.failed();
        if (failed < retry.attempts()) {
            lookup.askAgain(retry.after(failed, asked));
        } else {
            lookup.end(
                    outcome,
                    status,
                    "%s It still answered %d after %d calls.%s".formatted(reason, status, failed, told(error)));
        }
    }

    /** Decides what becomes of a lookup whose call brought no answer. */
    public void unanswered(@ExchangeProperty(Lookup.PROPERTY) Lookup lookup, @ExchangeException Exception why) {
        if (why instanceof LogInFailedException logIn) {
            hold.begin(
                    "the log-in fails: " + logIn.getMessage(),
                    logIn.retryAfter() == null ? LOG_IN_AGAIN : logIn.retryAfter());
            return;
        }
        if (why instanceof AnswerTooLargeException) {
            hold.answered();
            lookup.end(Outcome.UNEXPECTED, 200, "The API's answer cannot be used: " + why.getMessage() + ".");
            return;
        }
        int failed = lookup.failed();
        if (failed < retry.attempts()) {
            lookup.askAgain(retry.after(failed, null));
        } else {
            String text = "%s: %s".formatted(why.getClass().getSimpleName(), why.getMessage());
            lookup.end(
                    Outcome.UNREACHABLE,
                    null,
                    "The API gave no answer to %d calls (%s)."
                            .formatted(failed, Excerpt.of(authorization.redact(text))));
        }
    }

    private String told(ApiError error) {
        return error == null || error.message().isEmpty()
                ? ""
                : " It says: " + Excerpt.of(authorization.redact(error.message()));
    }

    private String excerpt(byte[] body) {
        if (body == null || body.length == 0) {
            return "; the body is empty.";
        }
        return "; the body begins: " + Excerpt.of(authorization.redact(CustomerPage.start(body)));
    }
}
