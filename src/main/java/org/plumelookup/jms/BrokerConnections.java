package org.plumelookup.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.messaginghub.pooled.jms.pool.PooledConnectionKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection pool that keeps a connection to the broker open and reconnects if it is lost. Thread-safe. */
final class BrokerConnections extends JmsPoolConnectionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerConnections.class);

    private final ConnectionFactory client;
    private final BrokerSettings settings;
    private final BrokerState state;
    private final Duration timeout;
    private final Supplier<List<String>> consumed;
    private final AtomicBoolean deadLettersChecked = new AtomicBoolean();

    /**
     * Creates an empty pool.
     *
     * @param client creates the connections
     * @param settings have the user of the connections
     * @param state gets the result of each attempt
     * @param timeout how long a connected broker may take for a response
     * @param consumed returns the queues that are consumed from a broker that may lose messages; none for a broker that
     *     does not
     */
    BrokerConnections(
            ConnectionFactory client,
            BrokerSettings settings,
            BrokerState state,
            Duration timeout,
            Supplier<List<String>> consumed) {
        this.client = client;
        this.settings = settings;
        this.state = state;
        this.timeout = timeout;
        this.consumed = consumed;
        setConnectionFactory(client);
        setMaxSessionsPerConnection(
                -1); // plume.concurrency is the limit; with a limit here consumers would wait forever
    }

    /**
     * Connects and starts the connection at once, because some clients do not connect before the start; then checks
     * that the broker has what the routes need.
     */
    @Override
    protected Connection createProviderConnection(PooledConnectionKey key) throws JMSException {
        try {
            Connection connection = settings.connect(client);
            try {
                connection.start();
                Transactions.require(connection, timeout);
            } catch (JMSException e) {
                connection.close();
                throw e;
            }
            state.well();
            checkDeadLetters(connection);
            return connection;
        } catch (JMSException e) {
            state.failed(e);
            throw e;
        }
    }

    private void checkDeadLetters(Connection connection) {
        List<String> queues = consumed.get();
        if (queues.isEmpty() || !deadLettersChecked.compareAndSet(false, true)) {
            return;
        }
        DeadLetters.Inspection answer = DeadLetters.ask(connection, queues, timeout);
        if (!answer.lost().isEmpty()) {
            LOG.warn("The broker ({}): {}", settings.url(), answer.text());
        } else if (answer.unknown() != null) {
            LOG.info("The broker ({}): {}", settings.url(), answer.text());
        }
    }
}
