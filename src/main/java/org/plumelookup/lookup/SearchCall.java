package org.plumelookup.lookup;

import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.plumelookup.http.HttpCalls;

/** Writes the next call of a lookup onto the message: path, query and the headers that are always the same. Immutable. */
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

    /** Sets the headers that make the call, and no body. */
    void address(Exchange exchange) {
        Lookup lookup = Lookup.of(exchange);
        Call call = lookup.call();
        ask(call.keyword(), call.canary() ? 0 : lookup.matches().skip(), exchange.getMessage());
    }

    /** Asks for one page of a keyword that can be asked for. */
    void ask(String keyword, int skip, Message message) {
        message.setBody(null);
        message.setHeader(Exchange.HTTP_PATH, AccountId.encode(keyword));
        message.setHeader(Exchange.HTTP_QUERY, query + skip);
        message.setHeader("Accept", "application/json");
        message.setHeader("User-Agent", HttpCalls.USER_AGENT);
    }
}
