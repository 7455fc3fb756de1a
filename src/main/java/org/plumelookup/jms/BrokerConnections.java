package org.plumelookup.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.messaginghub.pooled.jms.pool.PooledConnectionKey;

/** Keeps a connection to the broker open and makes a new one when it is lost. Thread-safe. */
final class BrokerConnections extends JmsPoolConnectionFactory {
    private final ConnectionFactory client;
    private final BrokerSettings settings;
    private final BrokerState state;

    /**
     * Creates an empty pool.
     *
     * @param client makes the connections
     * @param settings say as whom
     * @param state is told how that went
     */
    BrokerConnections(ConnectionFactory client, BrokerSettings settings, BrokerState state) {
        this.client = client;
        this.settings = settings;
        this.state = state;
        setConnectionFactory(client);
        setMaxSessionsPerConnection(-1); // plume.concurrency is the limit; at this one consumers would wait for ever
    }

    /** Connects, and starts the connection at once: some clients do not reach for the broker before that. */
    @Override
    protected Connection createProviderConnection(PooledConnectionKey key) throws JMSException {
        try {
            Connection connection = settings.connect(client);
            try {
                connection.start();
            } catch (JMSException e) {
                connection.close();
                throw e;
            }
            state.well();
            return connection;
        } catch (JMSException e) {
            state.failed(e);
            throw e;
        }
    }
}
