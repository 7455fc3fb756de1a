package org.plumelookup.auth;

import static org.apache.camel.Exchange.CONTENT_TYPE;

import java.io.IOException;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.plumelookup.http.HeaderAllowList;
import org.plumelookup.http.HttpCalls;
import org.plumelookup.settings.Settings;

/** The route to the token endpoint: the client's credential is set last and removed first. */
public final class LogInRoute extends RouteBuilder {
    private final Settings keys;
    private final HttpCalls calls;
    private final Runnable budget;

    /**
     * Creates the route.
     *
     * @param context the context in which it runs
     * @param keys the settings; read when the route is added
     * @param calls creates its endpoint
     * @param budget waits until one more call may leave
     */
    public LogInRoute(CamelContext context, Settings keys, HttpCalls calls, Runnable budget) {
        super(context);
        this.keys = keys;
        this.calls = calls;
        this.budget = budget;
    }

    @Override
    public void configure() throws Exception {
        if (keys.text("plume.auth.token-url").isEmpty()) {
            return;
        }
        LogIn logIn = LogIn.from(keys);
        HeaderAllowList headers = new HeaderAllowList(
                Set.of("Authorization", "Accept", "User-Agent", "Cache-Control"), Set.of("retry-after"));
        from(keys.prefix().direct("log-in"))
                .routeId(keys.prefix().name("log-in"))
                .routeConfigurationId(keys.prefix().text())
                .description("Requests an access token")
                .errorHandler(noErrorHandler())
                .doTry()
                .setBody(method(logIn, "form"))
                .setHeader(CONTENT_TYPE, constant("application/x-www-form-urlencoded"))
                .setHeader("Accept", constant("application/json"))
                .setHeader("Cache-Control", constant("no-cache"))
                .setHeader("User-Agent", constant(HttpCalls.USER_AGENT))
                .setHeader("Authorization", method(logIn, "authorization"))
                .to(calls.to(getContext(), "POST", keys.url("plume.auth.token-url"), headers, this::mayLeave))
                .setBody(method(logIn, "grant"))
                .doCatch(IOException.class)
                .bean(logIn, "unanswered")
                .doFinally()
                .removeHeaders("*")
                .end();
    }

    private boolean mayLeave() {
        budget.run();
        return true;
    }
}
