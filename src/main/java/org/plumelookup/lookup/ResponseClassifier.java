package org.plumelookup.lookup;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.Locale;
import org.plumelookup.api.Outcome;
import org.plumelookup.http.UnusableAnswerException;
import org.plumelookup.http.UnusableConnectionException;

/** Classifies an answer by status and body, as the API page defines them. Thread-safe. */
final class ResponseClassifier {
    private final Reason reason;

    ResponseClassifier(Reason reason) {
        this.reason = reason;
    }

    /**
     * Classifies an answer that is not a page of customers.
     *
     * @param status its HTTP status, other than 200
     * @param body its body; may be null
     * @param asked wait of its Retry-After header, or null
     */
    Response classify(int status, byte[] body, Duration asked) {
        ApiError error = ApiError.read(body);
        if (status == 429 || status >= 500) {
            return fault(status, error, asked);
        }
        if (status == 401) {
            String text = "The API refuses the token for this account: it may be outside the token's scope.";
            return new Response.Refused(Outcome.UNAUTHORIZED, status, reason.of(text, error));
        }
        if (status == 403) {
            return error == null
                    ? new Response.Blocked(asked, reason.of("The API's firewall blocks this account ID", body))
                    : new Response.Refused(
                            Outcome.FORBIDDEN,
                            status,
                            reason.of("The token's partner has no permission for this customer.", error));
        }
        if (status == 404) {
            return answer(Outcome.NOT_FOUND, status, "Plume knows no such location.", error);
        }
        if (status == 422) {
            return answer(Outcome.INVALID, status, "The API refused the search field or keyword.", error);
        }
        return new Response.Unexpected(
                Outcome.UNEXPECTED,
                status,
                reason.of(String.format(Locale.ROOT, "Unexpected status %d from the API", status), body));
    }

    private Response fault(int status, ApiError error, Duration asked) {
        String said = reason.of("", error);
        return status == 429
                ? new Response.Fault(
                        Outcome.UNEXPECTED, status, "The API returned 429 (too many requests).", said, asked)
                : new Response.Fault(
                        Outcome.SERVER_ERROR,
                        status,
                        "The API returned a server error.",
                        said,
                        status == 503 ? asked : null);
    }

    /** Returns the API's answer; without the API's JSON another server may have answered. */
    private Response answer(Outcome outcome, int status, String text, ApiError error) {
        return error == null
                ? new Response.Unexpected(outcome, status, text)
                : new Response.Answer(outcome, status, reason.of(text, error));
    }

    /**
     * Classifies the failure of a call without a readable answer.
     *
     * @param body what was read of an answer with status 200, if it is not a page of customers; may be null
     */
    Response classify(Exception why, byte[] body) {
        if (why instanceof JsonProcessingException json) {
            return new Response.Unexpected(Outcome.UNEXPECTED, 200, reason.of(CustomerPage.fault(json), body));
        }
        if (why instanceof UnusableConnectionException) {
            return new Response.NoConnection(why.getMessage());
        }
        return why instanceof UnusableAnswerException answer
                ? new Response.Unexpected(
                        Outcome.UNEXPECTED,
                        answer.status(),
                        "The API's answer cannot be used: " + why.getMessage() + ".")
                : new Response.Fault(
                        Outcome.UNREACHABLE, null, "No answer from the API (" + reason.of(why) + ").", "", null);
    }
}
