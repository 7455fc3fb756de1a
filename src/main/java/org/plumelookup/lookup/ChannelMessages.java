package org.plumelookup.lookup;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.plumelookup.api.LookupOutcome;

/** Splits an outcome into the messages for the channels: one per customer, or one per account ID. Immutable. */
public final class ChannelMessages {
    /** Header with the outcome as text, for a route that chooses by it. */
    public static final String OUTCOME = "plumeOutcome";

    /** Header by which a broker or reader can tell a repeat: the same for the same customer of the same row. */
    public static final String MESSAGE_ID = "plumeMessageId";

    /** Exchange property that names the source of a lookup; the ID of the route where it came in, if it is not set. */
    public static final String SOURCE = "plumeSource";

    /**
     * Exchange property with what names the request among those of its source, also when it comes again: a row number, a
     * broker's message ID. The exchange's own ID, if it is not set.
     */
    public static final String REQUEST_ID = "plumeRequestId";

    /**
     * Tells whether the channels get the outcome: not when the sender waits for it as a reply.
     *
     * @param exchange the exchange itself; a bean expression would see a copy, which always waits for a reply
     */
    public boolean areWanted(Exchange exchange) {
        return exchange.getPattern() == ExchangePattern.InOnly;
    }

    /**
     * Returns the outcome of the lookup that an exchange carries as JSON documents, one per customer or one for the
     * account ID; they are written once.
     */
    public static List<String> documents(Exchange exchange) {
        return Lookup.of(exchange).documents();
    }

    /** Names the source of a lookup. */
    public String source(Exchange exchange) {
        return exchange.getProperty(SOURCE, exchange.getFromRouteId(), String.class);
    }

    /** Makes the messages of an outcome; nothing else of the exchange goes into them. */
    public List<Message> split(Exchange exchange) {
        LookupOutcome outcome = Lookup.of(exchange).outcome();
        String source = source(exchange);
        Object requestId = outcome.request().row() == null
                ? exchange.getProperty(REQUEST_ID, exchange.getExchangeId(), String.class)
                : outcome.request().row();
        List<Message> messages = new ArrayList<>();
        for (String document : documents(exchange)) {
            Message message = new DefaultMessage(exchange);
            message.setBody(document);
            message.setHeader(OUTCOME, outcome.outcome().text());
            message.setHeader(MESSAGE_ID, source + ":" + requestId + ":" + (messages.size() + 1));
            messages.add(message);
        }
        return messages;
    }

    /** Makes the one document of an outcome for a sender that asked for a reply in JSON. */
    public String reply(@Body LookupOutcome outcome) {
        return OutcomeJson.reply(outcome);
    }
}
