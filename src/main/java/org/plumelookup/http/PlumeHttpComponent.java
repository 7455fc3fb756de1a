package org.plumelookup.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;

/**
 * Camel's HTTP component with the options of the context's own one and another connection pool, which validates an idle
 * connection before reuse and accepts large headers. It is not added to the context, whose own component stays as it
 * is. Camel before 4.22 does not call {@link #createConnectionManager} and uses its own pool.
 */
final class PlumeHttpComponent extends HttpComponent {
    // A validation takes about a millisecond; a connection that was just in use is not validated.
    private static final TimeValue IDLE = TimeValue.ofMilliseconds(100);

    private final PropertyConfigurer endpointOptions;
    private final List<Endpoint> endpoints = new ArrayList<>();

    /**
     * Creates the component.
     *
     * @param context the context whose component's options are copied
     * @param scheme names that component: http or https
     * @param client configures the clients of its endpoints
     */
    PlumeHttpComponent(CamelContext context, String scheme, HttpClientConfigurer client) {
        HttpComponent given = context.getComponent(scheme, HttpComponent.class);
        endpointOptions = given.getEndpointPropertyConfigurer();
        setCamelContext(context);
        Map<String, Object> options = new HashMap<>();
        PluginHelper.getBeanIntrospection(context).getProperties(given, options, null, false);
        PropertyConfigurer configurer = given.getComponentPropertyConfigurer();
        options.forEach((name, value) -> configurer.configure(context, this, name, value, false));
        setHttpClientConfigurer(client);
    }

    /** Creates an endpoint that stops with this component, because it is not in the registry of the context. */
    @Override
    public Endpoint createEndpoint(String uri) throws Exception {
        Endpoint endpoint = super.createEndpoint(uri);
        endpoints.add(endpoint);
        return endpoint;
    }

    @Override
    public void doStop() throws Exception {
        ServiceHelper.stopService(endpoints);
        super.doStop();
    }

    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return endpointOptions;
    }

    @Override
    protected HttpClientConnectionManager createConnectionManager(
            TlsSocketStrategy tls, int maxTotal, int maxPerRoute, SocketConfig socket) {
        Http1Config lines =
                Http1Config.custom().setMaxLineLength(HeadParser.LONGEST_HEADER).build();
        ConnectionConfig connection = ConnectionConfig.custom()
                .setTimeToLive(TimeValue.ofMilliseconds(getConnectionTimeToLive()))
                .setValidateAfterInactivity(IDLE)
                .build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(tls)
                .setConnectionFactory(new ManagedHttpClientConnectionFactory(lines, null, new HeadParser.Factory()))
                .setDefaultConnectionConfig(connection)
                .setDefaultSocketConfig(socket)
                .setMaxConnTotal(maxTotal)
                .setMaxConnPerRoute(maxPerRoute)
                .build();
    }
}
