package org.plumelookup.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;

/** Works with the queues of a broker as another program does. Used by one thread at a time. */
public final class Queues implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private final Session session;

    private Queues(ConnectionFactory factory) throws JMSException {
        connection = factory.createConnection(TestBroker.USER, TestBroker.PASSWORD);
        session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        connection.start();
    }

    /** Connects to an Artemis broker, by its own protocol ({@code tcp:}) or by AMQP 1.0 ({@code amqp:}). */
    public static Queues of(String url) throws JMSException {
        return new Queues(url.startsWith("amqp:") ? new JmsConnectionFactory(url) : new ActiveMQConnectionFactory(url));
    }

    /** Connects by the broker's own protocol. */
    public static Queues of(BrokerProcess broker) throws JMSException {
        return of(broker.url());
    }

    /** Connects to a broker of any kind. */
    public static Queues of(ConnectionFactory factory) throws JMSException {
        return new Queues(factory);
    }

    /** Makes a message of any kind. */
    public interface Maker {
        Message make(Session session) throws JMSException;
    }

    /** Sends a message. */
    public Message send(String queue, Maker maker) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            Message message = maker.make(session);
            producer.send(message);
            return message;
        }
    }

    /** Sends messages, all or none of them. */
    public void sendAll(String queue, List<Maker> makers) throws JMSException {
        try (Session transaction = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = transaction.createProducer(transaction.createQueue(queue))) {
            for (Maker maker : makers) {
                producer.send(maker.make(transaction));
            }
            transaction.commit();
        }
    }

    /** Sends a text. */
    public void send(String queue, String text) throws JMSException {
        send(queue, session -> session.createTextMessage(text));
    }

    /** Returns a queue of this connection alone. */
    public Queue temporary() throws JMSException {
        return session.createTemporaryQueue();
    }

    /** Receives a message and checks that one comes. */
    public TextMessage receive(Queue queue) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(queue)) {
            TextMessage message = (TextMessage) consumer.receive(Patience.LONGEST.toMillis());
            if (message == null) {
                throw new AssertionError("nothing comes from " + queue);
            }
            return message;
        }
    }

    /** Receives a message and checks that one comes. */
    public TextMessage receive(String queue) throws JMSException {
        return receive(session.createQueue(queue));
    }

    /** Takes everything that is in a queue now. */
    public List<Message> drain(String queue) throws JMSException {
        return drain(queue, count(queue));
    }

    /** Takes everything that is in a queue now, because not every broker reports how much that is. */
    public List<Message> drain(String queue, long expected) throws JMSException {
        List<Message> messages = new ArrayList<>();
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            Message message;
            do {
                message = consumer.receive(messages.size() < expected ? Patience.LONGEST.toMillis() : 500);
                if (message != null) {
                    messages.add(message);
                }
            } while (message != null);
        }
        return messages;
    }

    /** Returns how many messages a queue has, those in delivery included; 0 if there is no such queue. */
    public long count(String queue) {
        return ask(queue, "messageCount");
    }

    /** Returns how many messages of a queue are with a consumer, not acknowledged. */
    public long delivering(String queue) {
        return ask(queue, "deliveringCount");
    }

    private long ask(String queue, String attribute) {
        try (MessageProducer producer = session.createProducer(session.createQueue("activemq.management"))) {
            Queue answers = session.createTemporaryQueue();
            Message question = session.createMessage();
            JMSManagementHelper.putAttribute(question, "queue." + queue, attribute);
            question.setJMSReplyTo(answers);
            producer.send(question);
            try (MessageConsumer consumer = session.createConsumer(answers)) {
                Message answer = consumer.receive(Patience.LONGEST.toMillis());
                return JMSManagementHelper.hasOperationSucceeded(answer)
                        ? ((Number) JMSManagementHelper.getResult(answer)).longValue()
                        : 0;
            }
        } catch (Exception e) { // the signature of Artemis
            throw new AssertionError("the broker does not tell", e);
        }
    }

    /** Reads the JSON of a message. */
    public static JsonNode json(Message message) {
        try {
            return JSON.readTree(((TextMessage) message).getText());
        } catch (Exception e) {
            throw new AssertionError("no JSON: " + message, e);
        }
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
