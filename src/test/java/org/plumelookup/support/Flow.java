package org.plumelookup.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.plumelookup.PlumeLookup;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.batch.Progress;
import org.plumelookup.batch.ProgressDisplay;
import org.plumelookup.batch.Summary;
import org.plumelookup.budget.Hold;
import org.plumelookup.demo.FakePlume;

/**
 * Runs the flow in a plain Camel context of its own against a {@link FakePlume}, as a host would.
 *
 * <p>Calls are unlimited and retries quick, unless the settings say something else.
 */
public final class Flow implements AutoCloseable {
    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;
    private final Watch watch = new Watch();

    private Flow(Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        context.getPropertiesComponent().setOverrideProperties(properties);
        context.getShutdownStrategy().setTimeout(5);
        context.getRegistry().bind("plumeProgress", watch);
        try {
            context.addRoutes(new PlumeLookup());
            context.addRoutes(new Channels());
            context.start();
        } catch (Exception e) {
            throw new IllegalStateException("the flow does not start", e);
        }
        template = context.createProducerTemplate();
    }

    /**
     * Starts the flow.
     *
     * @param plume the API
     * @param outbox folder of the results
     * @param settings key, value, key, value
     */
    public static Flow start(FakePlume plume, Path outbox, String... settings) {
        Map<String, String> all = Settings.of(plume, settings);
        all.putIfAbsent("plume.retry.max-delay", "100ms");
        all.putIfAbsent("plume.file.outbox", outbox.toString());
        return new Flow(all);
    }

    /** Shows nothing and keeps what it was shown. */
    private static final class Watch implements ProgressDisplay {
        private final List<Progress> seen = new CopyOnWriteArrayList<>();

        @Override
        public Duration every() {
            return Duration.ofMillis(20);
        }

        @Override
        public void show(Progress progress) {
            if (seen.isEmpty() || !same(progress, seen.get(seen.size() - 1))) {
                seen.add(progress);
            }
        }

        private static boolean same(Progress one, Progress other) {
            return one.done() == other.done() && String.valueOf(one.hold()).equals(String.valueOf(other.hold()));
        }

        @Override
        public void end(Progress progress) {
            seen.add(progress);
        }
    }

    /** Ends both channels where the settings say, as the shipped routes do. */
    private static final class Channels extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:plume-success").to("bean:plumeOutbox?method=found");
            from("direct:plume-error").to("bean:plumeOutbox?method=error");
        }
    }

    /** Gives the context. */
    public CamelContext context() {
        return context;
    }

    /** Looks one account up and waits for its outcome. */
    public LookupOutcome lookup(Object account) {
        return template.requestBody("direct:plume-lookup", account, LookupOutcome.class);
    }

    /** Looks one account up on a thread of its own. */
    public CompletableFuture<LookupOutcome> lookupLater(Object account) {
        return template.asyncRequestBody("direct:plume-lookup", account, LookupOutcome.class);
    }

    /** Works on a file and waits for the end of its batch. */
    public Summary batch(Path file) {
        return template.requestBody("direct:plume-batch", file.toFile(), Summary.class);
    }

    /** Works on a file on a thread of its own. */
    public CompletableFuture<Summary> batchLater(Path file) {
        return template.asyncRequestBody("direct:plume-batch", file.toFile(), Summary.class);
    }

    /** Tells what was shown of the batches so far, each state once. */
    public List<Progress> progress() {
        return watch.seen;
    }

    /** Tells the holds that were shown so far, each of their rounds once, the first one first. */
    public List<Hold> holds() {
        return watch.seen.stream()
                .map(Progress::hold)
                .filter(hold -> hold != null)
                .distinct()
                .toList();
    }

    /** Tells the hold that was shown last; null where none lasted then. */
    public Hold hold() {
        List<Progress> seen = watch.seen;
        return seen.isEmpty() ? null : seen.get(seen.size() - 1).hold();
    }

    /** Tells whether a hold lasts, as the health check sees it. */
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
    }
}
