package org.plumelookup.jms;

import org.apache.camel.support.service.ServiceSupport;

/**
 * Opens the pool before the first route starts; closes pool and broker after the last route has stopped. Thread-safe.
 */
final class BrokerService extends ServiceSupport {
    private final EmbeddedBroker embedded;
    private final BrokerConnections connections;

    /**
     * Creates the service.
     *
     * @param embedded the broker in this process; null for none
     * @param connections the pool of all routes
     */
    BrokerService(EmbeddedBroker embedded, BrokerConnections connections) {
        this.embedded = embedded;
        this.connections = connections;
    }

    @Override
    protected void doStart() {
        connections.start();
    }

    @Override
    protected void doStop() {
        connections.stop();
        if (embedded != null) {
            embedded.stop();
        }
    }
}
