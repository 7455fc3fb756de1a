package org.plumelookup.app;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;

/** Finds {@code direct:} endpoints without a consumer, which Camel reports only at the first message. */
final class DirectEndpoints {
    private DirectEndpoints() {}

    /**
     * Checks the endpoints of a context whose routes are built.
     *
     * @param routes the folder of the routes
     * @throws org.plumelookup.settings.ConfigurationException if an endpoint has no consumer
     */
    static void check(CamelContext context, Path routes) {
        Set<String> consumed = context.getRoutes().stream()
                .map(Route::getEndpoint)
                .map(DirectEndpoints::name)
                .collect(Collectors.toSet());
        for (Endpoint endpoint : context.getEndpoints()) {
            if (endpoint instanceof DirectEndpoint && !consumed.contains(name(endpoint))) {
                throw RouteFault.noConsumer(routes, name(endpoint));
            }
        }
    }

    /** Returns the URI without options, which can differ between producer and consumer. */
    private static String name(Endpoint endpoint) {
        return endpoint.getEndpointBaseUri();
    }
}
