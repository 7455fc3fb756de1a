package org.plumelookup.app;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.plumelookup.config.ConfigurationException;

/** Finds {@code direct:} endpoints that routes send to and none takes from, which Camel only tells at the first message. */
final class DirectEndpoints {
    private DirectEndpoints() {}

    /**
     * Checks a running context.
     *
     * @throws ConfigurationException if an endpoint has no consumer
     */
    static void check(CamelContext context) {
        Set<Endpoint> taken =
                context.getRoutes().stream().map(Route::getEndpoint).collect(Collectors.toSet());
        for (Endpoint endpoint : context.getEndpoints()) {
            if (endpoint instanceof DirectEndpoint && !taken.contains(endpoint)) {
                throw new ConfigurationException(
                        "%s is sent to, but no route in routes/ begins with it: add one, or mend its name."
                                .formatted(endpoint.getEndpointUri()));
            }
        }
    }
}
