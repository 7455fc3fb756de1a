package org.plumelookup.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.lookup.ChannelMessages;
import org.plumelookup.lookup.RequestText;
import org.plumelookup.lookup.StrictJson;

/**
 * Converts a JMS message to a request: an account ID as text, or JSON with {@code accountId}.
 *
 * <p>Any other message becomes a request with a problem. No object is ever deserialised. Immutable.
 */
public final class RequestReader {
    private static final String RULE = "send the account ID as text, or JSON with accountId";
    private static final int LONGEST = StrictJson.TOO_LONG;

    /** The most bytes of a request's text; the body of a larger message is not read. */
    static final int MOST_BYTES = 4 * LONGEST;

    RequestReader() {}

    /**
     * Converts a message. The JMS headers that the outcome needs become exchange properties, read from the message
     * itself, because a sender could set Camel's headers, such as {@code jmsReplyTo}, by message properties.
     *
     * @param message the message as received
     * @param exchange gets the properties for the reply
     * @throws JMSException if its body cannot be read now
     */
    public LookupRequest read(@Body Message message, Exchange exchange) throws JMSException {
        exchange.setProperty("plumeCorrelationId", message.getJMSCorrelationID());
        exchange.setProperty(ChannelMessages.REQUEST_ID, message.getJMSMessageID());
        exchange.setProperty("plumeReplyTo", message.getJMSReplyTo());
        return request(message);
    }

    private static LookupRequest request(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return text.getText() == null ? LookupRequest.of("") : RequestText.read(text.getText());
        }
        if (message instanceof BytesMessage bytes) {
            return bytes(bytes);
        }
        return LookupRequest.unreadable("", String.format(Locale.ROOT, "The message is %s: %s.", kind(message), RULE));
    }

    private static String kind(Message message) {
        if (message instanceof ObjectMessage) {
            return "an ObjectMessage";
        }
        if (message instanceof MapMessage) {
            return "a MapMessage";
        }
        return message instanceof StreamMessage ? "a StreamMessage" : "without a body";
    }

    private static LookupRequest bytes(BytesMessage message) throws JMSException {
        if (message.getBodyLength() > MOST_BYTES) {
            return LookupRequest.unreadable(
                    "",
                    String.format(Locale.ROOT, "The message is longer than 1 MB (%d bytes).", message.getBodyLength()));
        }
        byte[] bytes = new byte[(int) Math.min(message.getBodyLength(), LONGEST + 1L)];
        message.readBytes(bytes);
        try {
            // The last character may be cut, but then the text is too long anyway.
            return RequestText.read(
                    bytes.length > LONGEST
                            ? new String(bytes, StandardCharsets.UTF_8)
                            : StandardCharsets.UTF_8
                                    .newDecoder()
                                    .decode(ByteBuffer.wrap(bytes))
                                    .toString());
        } catch (CharacterCodingException e) {
            return LookupRequest.unreadable(
                    new String(bytes, StandardCharsets.UTF_8), "The bytes of the message are not UTF-8.");
        }
    }
}
