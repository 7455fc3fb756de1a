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

/** Keeps a connection to the broker open and makes a new one when it is lost. Thread-safe. */
final class BrokerConnections extends JmsPoolConnectionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerConnections.class);

    private final ConnectionFactory client;
    private final BrokerSettings settings;
    private final BrokerState state;
    private final Duration most;
    private final Supplier<List<String>> consumed;
    private final AtomicBoolean asked = new AtomicBoolean();

    /**
     * Creates an empty pool.
     *
     * @param client makes the connections
     * @param settings say as whom
     * @param state is told how that went
     * @param most how long a broker that is connected to may take for an answer
     * @param consumed names the queues that are consumed from a broker that may lose messages; none for one that
     *     does not
     */
    BrokerConnections(
            ConnectionFactory client,
            BrokerSettings settings,
            BrokerState state,
            Duration most,
            Supplier<List<String>> consumed) {
        this.client = client;
        this.settings = settings;
        this.state = state;
        this.most = most;
        this.consumed = consumed;
        setConnectionFactory(client);
        setMaxSessionsPerConnection(-1); // plume.concurrency is the limit; at this one consumers would wait for ever
    }

    /**
     * Connects, starts the connection at once, for some clients do not reach for the broker before that, and sees that
     * it has what the routes need.
     */
    @Override
    protected Connection createProviderConnection(PooledConnectionKey key) throws JMSException {
        try {
            Connection connection = settings.connect(client);
            try {
                connection.start();
                Transactions.require(connection, most);
            } catch (JMSException e) {
                connection.close();
                throw e;
            }
            state.well();
            tellOfDeadLetters(connection);
            return connection;
        } catch (JMSException e) {
            state.failed(e);
            throw e;
        }
    }

    private void tellOfDeadLetters(Connection connection) {
        List<String> queues = consumed.get();
        if (queues.isEmpty() || !asked.compareAndSet(false, true)) {
            return;
        }
        DeadLetters.Answer answer = DeadLetters.ask(connection, queues, most);
        if (!answer.lost().isEmpty()) {
            LOG.warn("The broker ({}): {}", settings.url(), answer.text());
        } else if (answer.unseen() != null) {
            LOG.info("The broker ({}): {}", settings.url(), answer.text());
        }
    }
}
