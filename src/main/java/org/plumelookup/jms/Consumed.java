package org.plumelookup.jms;

import jakarta.jms.ConnectionFactory;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;

/** Knows what is consumed from the broker, by the routes of a context. */
final class Consumed {
    private Consumed() {}

    /**
     * Returns the queues that routes consume.
     *
     * @param context has the routes, started or not
     * @param broker the connection factory that they name
     * @return names of queues, each once; no topics
     */
    static List<String> queues(CamelContext context, ConnectionFactory broker) {
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
