package host.behaviour;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * Adds to a host what a host may have of its own: an error handler, exceptions it handles, interceptors in its routes and
 * for all routes, a header filter, a type converter, a thread pool profile and properties; and describes what can be seen
 * of them.
 */
public final class HostBehaviour {
    /** Names of the routes in which the interceptor for all routes was at work. */
    public final Set<String> intercepted = ConcurrentHashMap.newKeySet();

    private final DefaultHeaderFilterStrategy filter = new DefaultHeaderFilterStrategy();

    /** A value that only the host's own type converter makes. */
    public record Shouted(String text) {}

    /** Adds all of it to a context that is not started. */
    public void addTo(CamelContext context) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("host.greeting", "hello");
        properties.setProperty("concurrency", "of the host");
        properties.setProperty("api.url", "of the host");
        context.getPropertiesComponent().setInitialProperties(properties);
        context.getTypeConverterRegistry()
                .addTypeConverter(
                        Shouted.class,
                        String.class,
                        new SimpleTypeConverter(
                                false,
                                (type, exchange, value) -> new Shouted(value.toString().toUpperCase(Locale.ROOT))));
        ThreadPoolProfile profile = new ThreadPoolProfile("host-pool");
        profile.setPoolSize(1);
        profile.setMaxPoolSize(1);
        context.getExecutorServiceManager().registerThreadPoolProfile(profile);
        context.getComponent("http", HttpComponent.class).setHeaderFilterStrategy(filter);
        context.addRoutes(new ForAllRoutes());
        context.addRoutes(new OwnRoutes());
    }

    /** Reaches every route of the context that does not keep out of it. */
    private final class ForAllRoutes extends RouteConfigurationBuilder {
        @Override
        public void configuration() {
            routeConfiguration()
                    .intercept()
                    .process(exchange -> {
                        intercepted.add(ExchangeHelper.getRouteId(exchange));
                        exchange.getMessage().setHeader("hostIntercepts", "everything");
                    });
            routeConfiguration()
                    .onException(IOException.class)
                    .handled(true)
                    .setBody(constant("handled for all routes"));
        }
    }

    private static final class OwnRoutes extends RouteBuilder {
        @Override
        public void configure() {
            errorHandler(deadLetterChannel("direct:host-dead").maximumRedeliveries(1).redeliveryDelay(0));
            onException(IllegalStateException.class).handled(true).setBody(constant("handled by the host"));
            interceptFrom().setHeader("hostInterceptor", constant("was here"));
            interceptSendToEndpoint("direct:host-target").setHeader("hostSend", constant("was here"));
            // As broad as a host can be: it matches our endpoints too.
            interceptSendToEndpoint("http*").setHeader("hostHttp", constant("was here"));
            from("direct:host-dead").routeId("host-dead").setBody(constant("dead letter"));
            from("direct:host-state").routeId("host-state").throwException(new IllegalStateException("host"));
            from("direct:host-io").routeId("host-io").throwException(new IOException("host"));
            from("direct:host-argument").routeId("host-argument").throwException(new IllegalArgumentException("host"));
            from("direct:host-target").routeId("host-target").setBody(simple("${headers}"));
            from("direct:host-send").routeId("host-send").to("direct:host-target");
            from("direct:host-property")
                    .routeId("host-property")
                    .setBody(constant("{{host.greeting}} {{concurrency}}"));
            from("direct:host-convert").routeId("host-convert").convertBodyTo(Shouted.class);
            from("direct:host-threads")
                    .routeId("host-threads")
                    .threads()
                    .executorService("host-pool")
                    .process(exchange -> exchange.getMessage()
                            .setBody(Thread.currentThread().getName().replaceAll("\\d+", "N")));
        }
    }

    /** Describes what can be seen of the host in a started context. */
    public Map<String, String> observe(CamelContext context) throws Exception {
        Map<String, String> seen = new TreeMap<>();
        try (ProducerTemplate template = context.createProducerTemplate()) {
            for (Route route : context.getRoutes()) {
                String id = route.getRouteId();
                if (id.startsWith("host-")) {
                    Exchange answer = template.request("direct:" + id, exchange -> {
                        exchange.getMessage().setBody("body");
                        exchange.getMessage().setHeader("hostHeader", "value");
                    });
                    seen.put(id, answer.getMessage().getBody() + " " + new TreeMap<>(answer.getMessage().getHeaders()));
                    seen.put(id + ", exception", String.valueOf(answer.getException()));
                }
            }
        }
        ThreadPoolProfile threads = context.getExecutorServiceManager().getDefaultThreadPoolProfile();
        seen.put(
                "default threads",
                threads.getPoolSize() + " " + threads.getMaxPoolSize() + " " + threads.getMaxQueueSize());
        seen.put("executors", context.getExecutorServiceManager().getClass().getName());
        seen.put(
                "thread names",
                context.getExecutorServiceManager().getThreadNamePattern().replace(context.getName(), ""));
        HttpComponent http = context.getComponent("http", HttpComponent.class);
        seen.put("header filter", String.valueOf(http.getHeaderFilterStrategy() == filter));
        seen.put("http client", http.getHttpClientConfigurer() + " " + http.getConnectionsPerRoute());
        seen.put("global options", String.valueOf(context.getGlobalOptions()));
        seen.put("property", context.resolvePropertyPlaceholders("{{api.url}}"));
        seen.put("stream caching", String.valueOf(context.isStreamCaching()));
        seen.put("tracing", context.isTracing() + " " + context.isMessageHistory() + " " + context.isLogMask());
        seen.put("shutdown", String.valueOf(context.getShutdownStrategy().getTimeout()));
        seen.put("ids", context.getUuidGenerator().getClass().getName());
        seen.put("classes", context.getClassResolver().getClass().getName());
        return seen;
    }
}
