package org.plumelookup.jms;

import jakarta.jms.ConnectionFactory;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;

/** Finds the queues that the routes of a context consume. */
final class ConsumedQueues {
    private ConsumedQueues() {}

    /**
     * Returns the queues that routes consume.
     *
     * @param context the context with the routes, started or not
     * @param broker the connection factory that they use
     * @return names of queues, each once; no topics
     */
    static List<String> of(CamelContext context, ConnectionFactory broker) {
        return context.getRoutes().stream()
                .map(Route::getEndpoint)
                .filter(JmsEndpoint.class::isInstance)
                .map(JmsEndpoint.class::cast)
                .filter(endpoint -> !endpoint.isPubSubDomain())
                .filter(endpoint -> endpoint.getConfiguration().getConnectionFactory() == broker)
                .map(JmsEndpoint::getDestinationName)
                .distinct()
                .toList();
    }
}
