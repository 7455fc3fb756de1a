package org.plumelookup.lookup;

import java.util.Locale;
import org.apache.camel.Exchange;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;

/**
 * Opens a lookup for a message and checks its account ID before any call is made.
 *
 * <p>Only the body of the message is used; its headers are removed right after. Immutable.
 */
final class RequestParser {

    /**
     * Opens a lookup.
     *
     * @param exchange its body is a {@link LookupRequest}; or a type that Camel converts to text: an account ID, or
     *     JSON with {@code accountId} and any other fields, which are returned with the answer. Any other body has the
     *     outcome {@link Outcome#INVALID}
     */
    Lookup open(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        LookupRequest request = body instanceof LookupRequest given ? given : request(exchange, body);
        Lookup lookup = new Lookup(request);
        String problem = request.problem() == null ? AccountId.problem(request.accountId()) : request.problem();
        if (problem != null) {
            lookup.end(Outcome.INVALID, null, problem);
        }
        return lookup;
    }

    private static LookupRequest request(Exchange exchange, Object body) {
        try {
            return BodyText.of(exchange, body)
                    .map(RequestText::readAnyId)
                    .orElseGet(() -> LookupRequest.unreadable("", noText(body)));
        } catch (BodyText.NotTextException e) {
            return LookupRequest.unreadable("", e.getMessage());
        }
    }

    private static String noText(Object body) {
        return String.format(
                Locale.ROOT,
                "The message is a %s, which has no conversion to text: convert it before the lookup, with convertBodyTo"
                        + " (type: String), or with marshal (json) for an object that has accountId.",
                body.getClass().getName());
    }
}
