package org.plumelookup.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/**
 * Sees that a broker has transactions. The AMQP 1.0 of some has none: RabbitMQ ends the session that asks for one, and
 * the client waits for its answer for ever.
 */
final class Transactions {
    private static final String NEEDED =
            "A message is consumed and its outcomes are sent in one: use a broker that has them (RabbitMQ's AMQP 1.0 has"
                    + " none)";

    private Transactions() {}

    /**
     * Opens a transacted session and closes it.
     *
     * @param connection open and started
     * @param most how long the broker may take
     * @throws JMSException if it does not open one, with what is missing
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
                            "it opened no transaction within %d ms. %s, or raise plume.call.connect-timeout",
                            most.toMillis(),
                            NEEDED),
                    null);
        } catch (JMSException e) {
            throw TimeLimit.failure(
                    String.format(Locale.ROOT, "it opens no transaction: %s. %s", e.getMessage(), NEEDED), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TimeLimit.failure("stopped while it was asked for a transaction", e);
        }
    }
}
