package org.plumelookup.lookup;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.plumelookup.api.Customer;
import org.plumelookup.api.Outcome;
import org.plumelookup.auth.Authorization;
import org.plumelookup.auth.LogInFailedException;
import org.plumelookup.budget.BudgetAwayException;
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
    void read(Exchange exchange) {
        Lookup lookup = Lookup.of(exchange);
        Message answer = exchange.getMessage();
        int status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        byte[] body = answer.getBody(byte[].class);
        ApiError error = status == 200 ? null : ApiError.read(body);
        Duration asked = RetryAfter.read(answer.getHeader("Retry-After", String.class));
        if (status == 403 && error == null) {
            if (health.blocked(lookup, asked == null ? firewallWindow : asked)) {
                lookup.end(Outcome.UNEXPECTED, status, reason.of("The API's firewall blocks this account ID", body));
            }
        } else if (status == 401 && !lookup.isRenewed() && authorization.renew(lookup.credential())) {
            lookup.askRenewed();
        } else if (status == 401) {
            String text = "The API refuses the token for this account: it may be outside the token's scope.";
            suspect(lookup, HoldCause.REFUSED, Outcome.UNAUTHORIZED, status, reason.of(text, error));
        } else if (status == 403) {
            String text = "The token's partner has no right to this customer.";
            suspect(lookup, HoldCause.REFUSED, Outcome.FORBIDDEN, status, reason.of(text, error));
        } else if (status == 429 || status >= 500) {
            if (health.fault(lookup, "status " + status)) {
                faulty(lookup, status, asked, error);
            }
        } else if (status == 200) {
            page(lookup, body);
        } else if (status == 404) {
            failed(lookup, Outcome.NOT_FOUND, status, "Plume knows no such location.", error);
        } else if (status == 422) {
            failed(lookup, Outcome.INVALID, status, "The API refused the search field or keyword.", error);
        } else {
            unexpected(
                    lookup,
                    status,
                    reason.of(String.format(Locale.ROOT, "The API answered %d, which is not foreseen", status), body));
        }
    }

    private void faulty(Lookup lookup, int status, Duration asked, ApiError error) {
        if (status == 429) {
            again(lookup, Outcome.UNEXPECTED, status, "The API asked to wait.", asked, error);
        } else {
            again(lookup, Outcome.SERVER_ERROR, status, "The API had a fault.", status == 503 ? asked : null, error);
        }
    }

    private void page(Lookup lookup, byte[] body) {
        List<Customer> page;
        try {
            page = CustomerPage.read(body);
        } catch (UnexpectedBodyException e) {
            unexpected(lookup, 200, reason.of(e.getMessage(), body));
            return;
        }
        health.answered(lookup, 200);
        if (!lookup.isProbe()) {
            page(lookup, page);
        }
    }

    private void page(Lookup lookup, List<Customer> page) {
        boolean news = lookup.add(page, search.oneAccount());
        if (page.size() < search.pageSize()) {
            lookup.endOfPages();
        } else if (!news) {
            lookup.end(Outcome.UNEXPECTED, 200, "The API gives the same page again and again: it does not heed skip.");
        } else if (lookup.matches().skip() > CustomerPage.MOST_CUSTOMERS) {
            lookup.end(
                    Outcome.UNEXPECTED,
                    200,
                    String.format(
                            Locale.ROOT,
                            "More than %d customers match: search for something narrower.",
                            CustomerPage.MOST_CUSTOMERS));
        }
    }

    private void failed(Lookup lookup, Outcome outcome, int status, String text, ApiError error) {
        if (error == null) {
            suspect(lookup, HoldCause.OUTAGE, outcome, status, text); // not the API's JSON: maybe not the API
            return;
        }
        health.answered(lookup, status);
        if (!lookup.isProbe()) {
            lookup.end(outcome, status, reason.of(text, error));
        }
    }

    private void unexpected(Lookup lookup, int status, String text) {
        suspect(lookup, HoldCause.OUTAGE, Outcome.UNEXPECTED, status, text);
    }

    private void suspect(Lookup lookup, HoldCause cause, Outcome outcome, Integer status, String text) {
        if (lookup.isProbe()) {
            health.suspicious(lookup, cause);
            return;
        }
        lookup.suspect(outcome, status, text);
        if (health.suspicious(lookup, cause)) {
            lookup.endSuspected();
        }
    }

    private void again(Lookup lookup, Outcome outcome, Integer status, String text, Duration asked, ApiError error) {
        int tries = lookup.tried(retry.attempts());
        if (tries < retry.attempts()) {
            Duration wait = retry.after(tries, asked);
            lookup.askAgain(wait);
            health.asksAgain(wait);
        } else {
            // The tries of a few accounts can be over before there are faults enough to tell that the API is down.
            suspect(
                    lookup,
                    HoldCause.OUTAGE,
                    outcome,
                    status,
                    reason.of(String.format(Locale.ROOT, "%s It still did after %d calls.", text, tries), error));
        }
    }

    /** Decides what becomes of a lookup whose call brought no answer. */
    public void unanswered(@ExchangeProperty(Lookup.PROPERTY) Lookup lookup, @ExchangeException Exception why) {
        if (why instanceof LogInFailedException logIn) {
            hold.begin(HoldCause.LOG_IN, logIn.getMessage(), logIn.retryAfter());
        } else if (why instanceof BudgetAwayException) {
            hold.begin(HoldCause.BUDGET, why.getMessage(), null);
        } else if (why instanceof AnswerTooLargeException) {
            unexpected(lookup, 200, "The API's answer cannot be used: " + why.getMessage() + ".");
        } else {
            String fault = reason.of(why);
            if (health.fault(lookup, "no answer")) {
                again(lookup, Outcome.UNREACHABLE, null, "The API gave no answer (" + fault + ").", null, null);
            }
        }
    }
}
