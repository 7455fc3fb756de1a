package org.plumelookup.http;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpEndpoint;
import org.plumelookup.settings.InstanceName;

/** Creates the endpoints of calls; all have the same limits. Not thread-safe; used while routes are built. */
public final class HttpCalls {
    /** The User-Agent of every call. */
    public static final String USER_AGENT = "plume-customer-lookup";

    private final CallSettings settings;
    private final CallDeadline limits;
    private final CallCounters counters = new CallCounters();

    /**
     * Creates the factory and adds its limits to the context, which stops them with itself.
     *
     * @param context the context in which the endpoints live
     * @param prefix the prefix of the instance's names
     * @param settings limits of each call
     */
    public HttpCalls(CamelContext context, InstanceName prefix, CallSettings settings) throws Exception {
        this.settings = settings;
        limits = new CallDeadline(prefix.name("call-deadlines"), settings);
        context.addService(limits);
    }

    /** Returns the counts of the requests of all endpoints. */
    public CallCounters counters() {
        return counters;
    }

    /**
     * Creates an endpoint with one fixed address.
     *
     * @param context the context in which the endpoint lives
     * @param method GET or POST
     * @param url an http or https URL without a query
     * @param headers which headers are sent and accepted
     * @param admission waits until one more call may leave, and returns whether it still may; used if a request met a
     *     connection that the server had closed
     */
    public HttpEndpoint to(
            CamelContext context, String method, String url, HeaderAllowList headers, BooleanSupplier admission)
            throws Exception {
        String options = String.join(
                "&",
                "httpMethod=" + method,
                "bridgeEndpoint=true",
                "throwExceptionOnFailure=false",
                "copyHeaders=false",
                "disableStreamCache=true",
                "connectTimeout=" + settings.connectTimeout().toMillis(),
                "responseTimeout=" + settings.timeout().toMillis(),
                "soTimeout=" + settings.timeout().toMillis(),
                // A lookup that waits for a connection waits for calls ahead of it, and each of those has a deadline.
                "connectionRequestTimeout=" + Duration.ofDays(1).toMillis(),
                "maxTotalConnections=" + settings.connections(),
                "connectionsPerRoute=" + settings.connections());
        PlumeHttpComponent http = new PlumeHttpComponent(
                context,
                url.substring(0, url.indexOf(':')),
                new ClientConfigurer(limits, new CallTimes(counters), new ResendOnFreshConnection(admission)));
        HttpEndpoint endpoint = (HttpEndpoint) http.createEndpoint(url + "?" + options);
        endpoint.setHeaderFilterStrategy(headers);
        context.addService(http);
        context.addService(endpoint);
        return endpoint;
    }
}
