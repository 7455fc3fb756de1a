package org.plumelookup.call;

import java.time.Duration;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpEndpoint;
import org.plumelookup.config.Prefix;

/** Makes the endpoints through which calls leave; all have the same limits. Not thread-safe; used while routes are built. */
public final class HttpCalls {
    /** What every call tells of its sender. */
    public static final String USER_AGENT = "plume-customer-lookup";

    private static final String LIMITS = "CallLimits";

    private final Prefix prefix;
    private final CallSettings settings;

    /**
     * Creates a maker of endpoints and adds its limits to the context, which closes them with itself.
     *
     * @param context the context in which the endpoints live
     * @param prefix what the names of the instance begin with
     * @param settings limits of each call
     */
    public HttpCalls(CamelContext context, Prefix prefix, CallSettings settings) throws Exception {
        this.prefix = prefix;
        this.settings = settings;
        CallLimits limits = new CallLimits(prefix.name("call-deadlines"), settings);
        context.getRegistry().bind(prefix.bean(LIMITS), limits);
        context.addService(limits);
    }

    /**
     * Makes an endpoint with one fixed address.
     *
     * @param context the context in which the endpoint lives
     * @param method GET or POST
     * @param url an http or https URL without a query
     * @param headers names of the message headers that may leave, in their one spelling
     */
    public HttpEndpoint to(CamelContext context, String method, String url, Set<String> headers) {
        return to(context, method, url, headers, Set.of("retry-after"));
    }

    /**
     * Makes an endpoint with one fixed address, of whose answers chosen headers are taken over.
     *
     * @param context the context in which the endpoint lives
     * @param method GET or POST
     * @param url an http or https URL without a query
     * @param headers names of the message headers that may leave, in their one spelling
     * @param answers names of the answer's headers that come in, in lower case
     */
    public HttpEndpoint to(CamelContext context, String method, String url, Set<String> headers, Set<String> answers) {
        String options = String.join(
                "&",
                "httpMethod=" + method,
                // Also keeps the endpoints of two instances with the same address apart.
                "httpClientConfigurer=#bean:" + prefix.bean(LIMITS),
                "bridgeEndpoint=true",
                "throwExceptionOnFailure=false",
                "copyHeaders=false",
                "disableStreamCache=true",
                "connectTimeout=" + settings.connectTimeout().toMillis(),
                "responseTimeout=" + settings.timeout().toMillis(),
                "soTimeout=" + settings.timeout().toMillis(),
                // A lookup that waits for a connection waits for the calls ahead of it, and each of those has a
                // deadline.
                "connectionRequestTimeout=" + Duration.ofDays(1).toMillis(),
                "maxTotalConnections=" + settings.connections(),
                "connectionsPerRoute=" + settings.connections());
        HttpEndpoint endpoint = context.getEndpoint(url + "?" + options, HttpEndpoint.class);
        endpoint.setHeaderFilterStrategy(new OwnHeaders(headers, answers));
        return endpoint;
    }
}
