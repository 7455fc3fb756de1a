package org.plumelookup.lookup;

import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.plumelookup.http.HttpCalls;

/** Sets the headers of the next call: path, query, and the headers that are always the same. Immutable. */
final class SearchCall {
    private final String query;

    SearchCall(SearchSettings settings) {
        query = String.format(
                Locale.ROOT,
                "field=%s&exactMatch=%s&startsWith=%s&limit=%d&skip=",
                settings.field().text(),
                settings.exactMatch(),
                settings.startsWith(),
                settings.pageSize());
    }

    /** Sets the headers of the next call of a lookup, and removes the body. */
    void address(Exchange exchange) {
        Lookup lookup = Lookup.of(exchange);
        Call call = lookup.call();
        ask(call.keyword(), call.canary() ? 0 : lookup.matches().skip(), exchange.getMessage());
    }

    /** Sets the headers for one page of a valid keyword, and removes the body. */
    void ask(String keyword, int skip, Message message) {
        message.setBody(null);
        message.setHeader(Exchange.HTTP_PATH, AccountId.encode(keyword));
        message.setHeader(Exchange.HTTP_RAW_QUERY, query + skip);
        message.setHeader("Accept", "application/json");
        message.setHeader("User-Agent", HttpCalls.USER_AGENT);
    }
}
