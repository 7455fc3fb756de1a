package org.plumelookup.auth;

import java.time.Duration;
import java.util.Locale;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.plumelookup.settings.Settings;

/** Logs in through the route of {@link LogInRoute}, within the call budget. Thread-safe. */
public final class RouteTokenEndpoint implements TokenEndpoint {
    private final ProducerTemplate template;
    private final Settings keys;
    private final Runnable budget;

    /**
     * Creates the token endpoint.
     *
     * @param template sends to the route
     * @param keys the settings, which have the name of the route
     * @param budget waits until one more call may leave
     */
    public RouteTokenEndpoint(ProducerTemplate template, Settings keys, Runnable budget) {
        this.template = template;
        this.keys = keys;
        this.budget = budget;
    }

    @Override
    public Grant logIn() {
        try {
            return request();
        } catch (LogInFailedException e) {
            if (e.isReplaced()) {
                return request();
            }
            throw e;
        }
    }

    private Grant request() {
        budget.run();
        long asked = System.nanoTime(); // the token's life begins here, at the latest
        try {
            Grant grant = template.requestBody(keys.prefix().direct("log-in"), (Object) null, Grant.class);
            Duration life = grant.life().minusNanos(System.nanoTime() - asked);
            return new Grant(grant.accessToken(), life);
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof LogInFailedException failed) {
                throw failed;
            }
            // The message of an unexpected exception may contain a secret.
            throw new LogInFailedException(
                    String.format(
                            Locale.ROOT,
                            keys.asWritten("the call of the token endpoint failed (%s); check plume.auth.token-url"),
                            e.getCause().getClass().getSimpleName()),
                    null);
        }
    }
}
