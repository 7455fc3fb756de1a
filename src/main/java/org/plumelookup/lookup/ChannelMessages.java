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
    /** Name of the header with the outcome as text, for a content-based router. */
    public static final String OUTCOME = "plumeOutcome";

    /** Name of the header by which a receiver detects a repeat: the same for the same customer of the same row. */
    public static final String MESSAGE_ID = "plumeMessageId";

    /** Name of the exchange property with the source of a lookup; default is the ID of the route where it came in. */
    public static final String SOURCE = "plumeSource";

    /**
     * Name of the exchange property that identifies the request within its source, also when it is repeated: a row
     * number, or a broker's message ID. Default is the ID of the exchange.
     */
    public static final String REQUEST_ID = "plumeRequestId";

    /**
     * Returns whether the channels get the outcome: not if the sender waits for a reply (InOut).
     *
     * @param exchange the exchange itself; a bean expression would get a copy, which always waits for a reply
     */
    public boolean areWanted(Exchange exchange) {
        return exchange.getPattern() == ExchangePattern.InOnly;
    }

    /**
     * Returns the outcome of an exchange's lookup as JSON documents: one per customer, or one for the account ID. They
     * are written once.
     */
    public static List<String> documents(Exchange exchange) {
        return Lookup.of(exchange).documents();
    }

    /** Returns the source of a lookup. */
    public String source(Exchange exchange) {
        return exchange.getProperty(SOURCE, exchange.getFromRouteId(), String.class);
    }

    /** Returns the messages of an outcome; nothing else of the exchange goes into them. */
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

    /** Returns an outcome as one JSON document, for a reply. */
    public String reply(@Body LookupOutcome outcome) {
        return OutcomeJson.reply(outcome);
    }
}
