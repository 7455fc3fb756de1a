package org.plumelookup.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.plumelookup.PlumeLookup;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.resilience.Hold;

/**
 * Runs the flow in a plain Camel context of its own, as a host would: for tests that need several of them, or settings
 * of a method. Others extend {@link FlowTestSupport}, which has its context from here, too.
 */
public final class Flow implements AutoCloseable {
    /** The Authorization header of a flow that does not log in. */
    public static final String TOKEN = "Bearer the-fixed-token";

    private final DefaultCamelContext context;
    private final ProducerTemplate template;
    private final ShownProgress progress = new ShownProgress();
    private final ExecutorService askers = Executors.newCachedThreadPool(job -> {
        Thread thread = new Thread(job, "asker (" + name() + ")");
        thread.setDaemon(true);
        return thread;
    });

    private Flow(Map<String, String> settings, RouteBuilder... more) {
        context = context(settings);
        context.disableJMX(); // a third of the CPU time of all starts; StandAlone and hosts have it
        context.getShutdownStrategy().setTimeout(5);
        context.getRegistry().bind("plumeProgress", progress);
        try {
            context.addRoutes(new PlumeLookup());
            for (RouteBuilder routes : more) {
                context.addRoutes(routes);
            }
            context.start();
        } catch (Exception e) {
            context.stop();
            throw e instanceof RuntimeException fault ? fault : new IllegalStateException("the flow does not start", e);
        }
        template = context.createProducerTemplate();
    }

    /**
     * Creates a context with the shipped configuration, in which no environment variable and no system property counts.
     * No route is in it, and it is not started.
     *
     * @param settings by key; they go before the configuration
     */
    public static DefaultCamelContext context(Map<String, String> settings) {
        DefaultCamelContext context = new DefaultCamelContext();
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        properties.setEncoding("UTF-8");
        properties.setLocation("file:config/application.properties");
        Properties before = new Properties();
        before.putAll(settings);
        properties.setOverrideProperties(before);
        return context;
    }

    /**
     * Starts a flow that logs in, and whose channels end in the outbox. Calls are unlimited and retries quick, unless
     * the settings say something else.
     *
     * @param plume the API
     * @param outbox folder of the results
     * @param settings key, value, key, value
     */
    public static Flow start(FakePlume plume, Path outbox, String... settings) {
        Map<String, String> all = TestSettings.of(plume, settings);
        all.putIfAbsent("plume.retry.max-delay", "100ms");
        all.putIfAbsent("plume.file.outbox", outbox.toString());
        return new Flow(all, new Channels());
    }

    /**
     * Starts a flow that sends {@link #TOKEN} to an API of any kind, and has no channels.
     *
     * @param url base URL of the API
     * @param settings key, value, key, value; go before those of {@link #settings}
     */
    public static Flow start(String url, String... settings) {
        return new Flow(settings(url, settings));
    }

    /**
     * Returns settings for an API of any kind: a fixed token, no pace, three calls for a page with hardly a wait, and
     * each refusal is an answer.
     *
     * @param url base URL of the API
     * @param more key, value, key, value; go before the others
     */
    public static Map<String, String> settings(String url, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "plume.api.url", url,
                "plume.auth.token", TOKEN,
                "plume.budget.calls-per-second", "0",
                "plume.budget.window-calls", "0",
                "plume.budget.own", "true",
                "plume.retry.attempts", "3",
                "plume.retry.delay", "5ms",
                "plume.hold.canary", "false"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    /** Ends both channels at the endpoints of the settings, as the shipped routes do. */
    private static final class Channels extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:plume-success").to("bean:plumeOutbox?method=found");
            from("direct:plume-error").to("bean:plumeOutbox?method=error");
        }
    }

    private String name() {
        return context.getName();
    }

    /** Returns the context, for what a host adds to it. */
    public CamelContext context() {
        return context;
    }

    /** Returns a sender into the context. */
    public ProducerTemplate template() {
        return template;
    }

    /** Looks one account up and waits for its outcome. */
    public LookupOutcome lookup(Object account) {
        return template.requestBody("direct:plume-lookup", account, LookupOutcome.class);
    }

    /** Looks one account up on a thread of its own, as many at a time as there are calls of this. */
    public CompletableFuture<LookupOutcome> lookupLater(Object account) {
        return CompletableFuture.supplyAsync(() -> lookup(account), askers);
    }

    /** Works on a file and waits for the end of its batch. */
    public Summary batch(Path file) {
        return template.requestBody("direct:plume-batch", file.toFile(), Summary.class);
    }

    /** Works on a file on a thread of its own. */
    public CompletableFuture<Summary> batchLater(Path file) {
        return CompletableFuture.supplyAsync(() -> batch(file), askers);
    }

    /** Returns what was shown of the batches. */
    public ShownProgress progress() {
        return progress;
    }

    /** Returns the holds that were shown so far, each of their rounds once, the first one first. */
    public List<Hold> holds() {
        return progress.holds();
    }

    /** Returns the hold that was shown last; null if there was none. */
    public Hold hold() {
        return progress.hold();
    }

    /** Returns whether a hold lasts, as the health check sees it. */
    public boolean isHeld() {
        return HealthCheckHelper.getHealthCheck(context, "plume-hold").call().getState() == HealthCheck.State.DOWN;
    }

    /** Writes a file of one account ID a line. */
    public static Path file(Path file, Stream<String> accounts) {
        try {
            return Files.write(file, (Iterable<String>) accounts::iterator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.stop();
        askers.shutdownNow();
    }
}
