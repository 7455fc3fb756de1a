package org.plumelookup.jms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;

/**
 * Checks whether a broker keeps a message after its last delivery attempt. JMS has no way to ask; Artemis tells users
 * with the manage permission.
 */
final class DeadLetters {
    private DeadLetters() {}

    /**
     * The result of the check.
     *
     * @param lost what is missing, so that messages are lost; empty if nothing is known to be missing
     * @param unknown why it is not known; null if it is
     */
    record Inspection(List<String> lost, String unknown) {

        /** Returns the result as a sentence with the cure, or an empty text if there is nothing to do. */
        String text() {
            if (!lost.isEmpty()) {
                return String.format(
                        Locale.ROOT,
                        "It loses a message after the last delivery attempt: %s. Set a dead-letter address with a"
                                + " queue in the broker (dead-letter-address in the address-settings of Artemis).",
                        String.join("; ", lost));
            }
            return unknown == null
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "Whether it keeps a message after the last delivery attempt is unknown (%s): make sure"
                                    + " that it has a dead-letter queue, or messages are lost.",
                            unknown);
        }
    }

    /**
     * Queries the broker.
     *
     * @param connection an open and started connection
     * @param queues the queues that are consumed
     * @param most how long the broker may take
     */
    static Inspection ask(Connection connection, Collection<String> queues, Duration most) {
        if (!(connection instanceof ActiveMQConnection artemis)) {
            return new Inspection(List.of(), "the client cannot ask it");
        }
        try {
            return new Inspection(TimeLimit.within(most, () -> lost(artemis, queues, most)), null);
        } catch (TimeoutException e) {
            return new Inspection(List.of(), String.format(Locale.ROOT, "no response within %d ms", most.toMillis()));
        } catch (JMSException e) {
            return new Inspection(List.of(), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Inspection(List.of(), "stopped");
        }
    }

    private static List<String> lost(ActiveMQConnection connection, Collection<String> queues, Duration most)
            throws Exception {
        List<String> lost = new ArrayList<>();
        try (Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            for (String queue : queues) {
                JsonNode settings = settings(session, queue, most);
                String address = settings.path("deadLetterAddress")
                        .asText(settings.path("DLA").asText("")); // in old versions
                boolean unlimited = settings.path("maxDeliveryAttempts").asInt(1) <= 0;
                boolean created = settings.path("autoCreateDeadLetterResources").asBoolean();
                if (!unlimited && address.isEmpty()) {
                    lost.add(String.format(Locale.ROOT, "%s has no dead-letter address", queue));
                } else if (!unlimited && !created && !hasQueue(connection, address)) {
                    lost.add(String.format(
                            Locale.ROOT, "the dead-letter address %s of %s has no queue", address, queue));
                }
            }
        }
        return lost;
    }

    private static boolean hasQueue(ActiveMQConnection connection, String address) throws Exception {
        return !connection
                .getInitialSession()
                .addressQuery(SimpleString.of(address))
                .getQueueNames()
                .isEmpty();
    }

    private static JsonNode settings(Session session, String queue, Duration most) throws Exception {
        Queue answers = session.createTemporaryQueue();
        try (MessageConsumer consumer = session.createConsumer(answers);
                MessageProducer producer = session.createProducer(session.createQueue("activemq.management"))) {
            Message question = session.createMessage();
            JMSManagementHelper.putOperationInvocation(question, "broker", "getAddressSettingsAsJSON", queue);
            question.setJMSReplyTo(answers);
            producer.send(question);
            Message answer = consumer.receive(most.toMillis());
            if (answer == null || !JMSManagementHelper.hasOperationSucceeded(answer)) {
                throw new JMSException("it does not return the settings of " + queue);
            }
            return new JsonMapper().readTree((String) JMSManagementHelper.getResult(answer, String.class));
        }
    }
}
