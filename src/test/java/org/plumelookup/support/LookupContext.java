package org.plumelookup.support;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.plumelookup.PlumeLookup;
import org.plumelookup.api.LookupOutcome;

/**
 * Runs the flow in a Camel context of its own, in which no environment variable counts, and asks it as a host would.
 *
 * <p>Unless told otherwise it sends a fixed token, is not paced, makes three calls for a page with hardly a wait, and
 * takes each refusal for an answer.
 */
public final class LookupContext implements AutoCloseable {
    /** What it sends as the Authorization header unless told otherwise. */
    public static final String TOKEN = "Bearer the-fixed-token";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ExecutorService askers = Executors.newCachedThreadPool(job -> {
        Thread thread = new Thread(job, "asker");
        thread.setDaemon(true);
        return thread;
    });
    private final ProducerTemplate template;

    /**
     * Starts the flow.
     *
     * @param url base URL of the API
     * @param settings {@code key=value}, which go before the defaults
     * @throws Exception as the start throws it
     */
    public LookupContext(String url, String... settings) throws Exception {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        properties.setInitialProperties(properties(url, settings));
        context.getShutdownStrategy().setTimeout(5);
        try {
            context.addRoutes(new PlumeLookup());
            context.start();
        } catch (Exception e) {
            context.stop();
            throw e;
        }
        template = context.createProducerTemplate();
    }

    private static Properties properties(String url, String... settings) {
        Properties properties = new Properties();
        properties.put("plume.api.url", url);
        properties.put("plume.auth.token", TOKEN);
        properties.put("plume.budget.calls-per-second", "0");
        properties.put("plume.budget.window-calls", "0");
        properties.put("plume.budget.own", "true");
        properties.put("plume.retry.attempts", "3");
        properties.put("plume.retry.delay", "5ms");
        properties.put("plume.hold.refusals", "0");
        for (String setting : settings) {
            int sign = setting.indexOf('=');
            properties.put(setting.substring(0, sign), setting.substring(sign + 1));
        }
        return properties;
    }

    /** Gives the context itself, for what a host adds to it. */
    public CamelContext camel() {
        return context;
    }

    /** Gives a sender into the context. */
    public ProducerTemplate template() {
        return template;
    }

    /** Asks for an account and waits for the answer. */
    public LookupOutcome ask(Object body) {
        return template.requestBody("direct:plume-lookup", body, LookupOutcome.class);
    }

    /** Asks with headers on the message and waits for the answer. */
    public LookupOutcome ask(Object body, Map<String, Object> headers) {
        return template.requestBodyAndHeaders("direct:plume-lookup", body, headers, LookupOutcome.class);
    }

    /** Asks on a thread of its own, as many at a time as there are calls of this. */
    public CompletableFuture<LookupOutcome> asking(Object body) {
        return CompletableFuture.supplyAsync(() -> ask(body), askers);
    }

    @Override
    public void close() {
        context.stop();
        askers.shutdownNow();
    }
}
