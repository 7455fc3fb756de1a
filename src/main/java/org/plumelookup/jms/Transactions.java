package org.plumelookup.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/**
 * Checks that a broker supports transactions. Some brokers do not by AMQP 1.0: RabbitMQ closes the session, and the
 * client waits for its response forever.
 */
final class Transactions {
    private static final String NEEDED =
            "A message is consumed and its outcomes are sent in one transaction: use a broker that supports them"
                    + " (RabbitMQ's AMQP 1.0 does not)";

    private Transactions() {}

    /**
     * Opens a transacted session and closes it.
     *
     * @param connection open and started
     * @param most how long the broker may take
     * @throws JMSException if it opens none; the message names the cure
     */
    static void require(Connection connection, Duration most) throws JMSException {
        try {
            TimeLimit.within(most, () -> {
                connection.createSession(true, Session.SESSION_TRANSACTED).close();
                return null;
            });
        } catch (TimeoutException e) {
            throw TimeLimit.failure(
                    String.format(
                            Locale.ROOT,
                            "no transaction was opened within %d ms. %s, or raise plume.call.connect-timeout",
                            most.toMillis(),
                            NEEDED),
                    null);
        } catch (JMSException e) {
            throw TimeLimit.failure(
                    String.format(Locale.ROOT, "transactions are not supported: %s. %s", e.getMessage(), NEEDED), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TimeLimit.failure("stopped while a transaction was being opened", e);
        }
    }
}
