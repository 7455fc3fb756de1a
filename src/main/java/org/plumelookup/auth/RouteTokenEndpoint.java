package org.plumelookup.auth;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;

/** Logs in through {@code direct:plume-log-in}, within the call budget. Thread-safe. */
public final class RouteTokenEndpoint implements TokenEndpoint {
    private final ProducerTemplate template;
    private final Runnable budget;

    /**
     * Creates the way in.
     *
     * @param template sends to the route
     * @param budget waits until one more call may leave
     */
    public RouteTokenEndpoint(ProducerTemplate template, Runnable budget) {
        this.template = template;
        this.budget = budget;
    }

    @Override
    public Grant logIn() {
        budget.run();
        try {
            return template.requestBody("direct:plume-log-in", (Object) null, Grant.class);
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof LogInFailedException failed) {
                throw failed;
            }
            // The text of an exception that nobody foresaw may hold anything.
            throw new LogInFailedException(
                    "the token endpoint could not be asked (%s); check plume.auth.token-url"
                            .formatted(e.getCause().getClass().getSimpleName()),
                    null);
        }
    }
}
