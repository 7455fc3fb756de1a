package org.plumelookup.lookup;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.plumelookup.api.Customer;
import org.plumelookup.api.Outcome;
import org.plumelookup.auth.Authorization;
import org.plumelookup.auth.Credential;
import org.plumelookup.auth.LogInFailedException;
import org.plumelookup.http.RetryAfter;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.resilience.HoldCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the response to a call: it ends the lookup, calls again, puts the outcome in doubt, or opens the circuit
 * breaker. Thread-safe.
 */
final class ResponseHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseHandler.class);
    private static final int ACCOUNTS_IN_A_ROW = 10;
    private static final Duration AFTER_BLOCK = Duration.ofSeconds(1); // lets another lookup go first

    private final SearchSettings search;
    private final RetrySettings retry;
    private final Duration firewallWindow;
    private final Authorization authorization;
    private final CircuitBreaker breaker;
    private final Canary canary;
    private final ResponseClassifier classifier;
    private final AtomicInteger faultyInARow = new AtomicInteger();

    /**
     * Creates the handler.
     *
     * @param firewallWindow duration of a block of the firewall, if the answer has none
     * @param breaker of the API
     */
    ResponseHandler(
            SearchSettings search,
            RetrySettings retry,
            Duration firewallWindow,
            Authorization authorization,
            CircuitBreaker breaker,
            Canary canary) {
        this.search = search;
        this.retry = retry;
        this.firewallWindow = firewallWindow;
        this.authorization = authorization;
        this.breaker = breaker;
        this.canary = canary;
        this.classifier = new ResponseClassifier(new Reason(authorization));
    }

    /** Reads the body, which may be null, into bytes; a type converter would copy it by pieces of 4 KB. */
    static void bytes(Exchange exchange) throws IOException {
        InputStream body = exchange.getMessage().getBody(InputStream.class);
        if (body != null) {
            exchange.getMessage().setBody(body.readAllBytes());
        }
    }

    /** Handles a page of customers, the body. */
    void page(Exchange exchange) {
        handle(
                Lookup.of(exchange),
                new Response.Page(
                        exchange.getMessage().getBody(CustomerPage.class).customers()));
    }

    /** Handles an answer with another status than 200; the body is its bytes. */
    void error(Exchange exchange) {
        Message answer = exchange.getMessage();
        handle(
                Lookup.of(exchange),
                classifier.classify(
                        answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
                        answer.getBody(byte[].class),
                        RetryAfter.read(answer.getHeader("Retry-After", String.class))));
    }

    /** Handles a call without a readable answer. */
    public void unanswered(
            @ExchangeProperty(Lookup.PROPERTY) Lookup lookup, @ExchangeException Exception why, @Body byte[] body) {
        handle(lookup, classifier.classify(why, body));
    }

    private void handle(Lookup lookup, Response response) {
        Call call = lookup.call();
        if (response instanceof Response.NoConnection) {
            breaker.open(call.permit(), HoldCause.CONNECTION, text(response), null);
        } else if (response instanceof Response.Refused refused && refused.status() == 401 && isToBeRenewed(lookup)) {
            lookup.recordRenewal();
        } else if (call.canary()) {
            handleCanary(call, response);
        } else {
            handleAccount(lookup, response);
        }
    }

    /** Returns whether the same call is to be made with another credential. */
    private boolean isToBeRenewed(Lookup lookup) {
        Call call = lookup.call();
        try {
            boolean again = authorization.isReplaced(call.credential())
                    || !lookup.isRenewed() && authorization.renew(call.credential());
            if (!again) {
                authorization.refused(call.credential());
            }
            return again;
        } catch (LogInFailedException e) {
            breaker.open(call.permit(), HoldCause.LOG_IN, e.getMessage(), e.retryAfter());
            canary.logInFailed();
            return true;
        }
    }

    // ---- a canary

    private void handleCanary(Call call, Response response) {
        if (response instanceof Response.Page || response instanceof Response.Answer || isTakenForGood(response)) {
            good(call);
        } else if (!canary.hasGoodAnswerSince(call.sentAt())) {
            if (response instanceof Response.Blocked blocked) {
                openForBlock(call, blocked);
            } else if (response instanceof Response.Refused && authorization.revoked()) {
                LOG.warn(
                        "{} for a token that was accepted before: most likely it was revoked before its end. Logging in"
                                + " again; the accounts are asked again.",
                        text(response));
            } else {
                HoldCause cause = response instanceof Response.Refused ? HoldCause.REFUSED : HoldCause.OUTAGE;
                breaker.open(
                        call.permit(),
                        cause,
                        text(response) + ", also for another account: " + Canary.advice(cause),
                        null);
            }
            canary.bad(call.keyword()); // last: a call that knows of it is sent after the breaker opened
        }
    }

    /** Returns whether a trial shows that the API answers, if the doubt about a refusal is switched off. */
    private boolean isTakenForGood(Response response) {
        return !canary.isEnabled() && (response instanceof Response.Refused || response instanceof Response.Unexpected);
    }

    /** Describes a response without account data, which its reason can quote. */
    private static String text(Response response) {
        if (response instanceof Response.NoConnection none) {
            return none.reason();
        }
        if (response instanceof Response.Refused refused) {
            return "the API answered " + refused.status();
        }
        if (response instanceof Response.Unexpected unexpected) {
            return unexpected.status() == null
                    ? "an answer that cannot be used"
                    : "status " + unexpected.status() + " with a body that is not the API's";
        }
        Response.Fault fault = (Response.Fault) response;
        return fault.status() == null ? fault.reason().replaceFirst("[.]$", "") : "status " + fault.status();
    }

    // ---- the account itself

    private void handleAccount(Lookup lookup, Response response) {
        Call call = lookup.call();
        if (response instanceof Response.Page page) {
            good(call);
            page(lookup, page.customers());
        } else if (response instanceof Response.Answer answer) {
            good(call);
            lookup.end(answer.outcome(), answer.status(), answer.reason());
        } else if (response instanceof Response.Refused refused) {
            doubt(lookup, refused.outcome(), refused.status(), refused.reason(), call.credential());
        } else if (response instanceof Response.Unexpected unexpected) {
            doubt(lookup, unexpected.outcome(), unexpected.status(), unexpected.reason(), null);
        } else if (response instanceof Response.Blocked blocked) {
            if (lookup.recordBlock()) {
                openForBlock(call, blocked);
                lookup.askAgain(AFTER_BLOCK);
            } else {
                // The firewall may take its text for an attack.
                doubt(lookup, Outcome.UNEXPECTED, 403, blocked.reason(), null);
            }
        } else if (response instanceof Response.Fault fault) {
            fault(lookup, fault);
        }
    }

    private void openForBlock(Call call, Response.Blocked blocked) {
        Duration time = blocked.asked() == null ? firewallWindow : blocked.asked();
        breaker.open(call.permit(), HoldCause.FIREWALL, "403 without the API's JSON", time);
    }

    private void good(Call call) {
        faultyInARow.set(0);
        authorization.accepted(call.credential());
        canary.good(call.sentAt(), call.credential());
        breaker.success(call.permit());
    }

    private void page(Lookup lookup, List<Customer> page) {
        boolean isNew = lookup.add(page, search.oneAccount());
        if (page.size() < search.pageSize()) {
            lookup.endOfPages();
            if (lookup.outcome().found()) {
                canary.found(lookup.request().accountId());
            }
        } else if (!isNew) {
            lookup.end(Outcome.UNEXPECTED, 200, "The API returned the same page twice: it ignores skip.");
        } else if (lookup.matches().skip() > CustomerPage.MOST_CUSTOMERS) {
            lookup.end(
                    Outcome.UNEXPECTED,
                    200,
                    String.format(
                            Locale.ROOT,
                            "More than %d customers match: use a more specific search.",
                            CustomerPage.MOST_CUSTOMERS));
        }
    }

    private void doubt(Lookup lookup, Outcome outcome, Integer status, String reason, Credential refused) {
        if (!canary.isEnabled()) {
            breaker.success(lookup.call().permit());
            lookup.end(outcome, status, reason);
        } else {
            lookup.doubt(outcome, status, reason, refused);
        }
    }

    private void fault(Lookup lookup, Response.Fault fault) {
        Call call = lookup.call();
        String what = text(fault);
        if (!breaker.isValid(call.permit())) {
            return; // it opened meanwhile: the call does not count for this account
        }
        int tries = lookup.countFailure();
        if (tries == 1 && faultyInARow.incrementAndGet() >= ACCOUNTS_IN_A_ROW) {
            faultyInARow.set(0);
            breaker.open(
                    call.permit(), HoldCause.OUTAGE, what + " for " + ACCOUNTS_IN_A_ROW + " accounts in a row", null);
        }
        if (tries < retry.attempts()) {
            lookup.askAgain(retry.after(tries, fault.asked()));
        } else {
            doubt(
                    lookup,
                    fault.outcome(),
                    fault.status(),
                    String.format(Locale.ROOT, "%s Given up after %d calls.%s", fault.reason(), tries, fault.said()),
                    null);
        }
    }
}
