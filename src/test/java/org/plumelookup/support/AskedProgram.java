package org.plumelookup.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.plumelookup.PlumeLookup;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.app.Installation;
import org.plumelookup.app.StandAlone;
import org.plumelookup.batch.ProgressDisplay;
import org.plumelookup.observe.LookupMetrics;

/**
 * The program in this process, with a folder of its own without sources, and an environment of the
 * test's. It sends a fixed token, is not paced, and retries quickly, unless the settings say something else.
 */
public final class AskedProgram implements AutoCloseable {
    private final StandAlone program;
    private final CamelContext context;
    private final ProducerTemplate template;

    /**
     * Starts it.
     *
     * @param folder an empty one
     * @param environment its environment variables
     * @param settings lines of its configuration file, after the shipped ones
     */
    public AskedProgram(Path folder, Map<String, String> environment, String... settings) throws Exception {
        Path channels = Path.of("routes/plume-to-channels.camel.yaml");
        Files.createDirectories(folder.resolve("routes"));
        Files.copy(channels, folder.resolve(channels));
        config(folder, settings);
        program = new StandAlone(
                new Installation(folder, new HashMap<>(environment), PlumeLookup::new),
                Map.of(),
                false,
                ProgressDisplay.log());
        try {
            context = program.start();
        } catch (Exception e) {
            program.close();
            throw e;
        }
        template = context.createProducerTemplate();
    }

    private static void config(Path folder, String... settings) throws IOException {
        Path file = Files.createDirectories(folder.resolve("config")).resolve("application.properties");
        Files.copy(Path.of("config/application.properties"), file);
        List<String> usual = List.of(
                "plume.auth.token=Bearer of-the-test",
                "plume.budget.calls-per-second=0",
                "plume.budget.own=true",
                "plume.retry.attempts=2",
                "plume.retry.delay=5ms",
                "plume.file.inbox=" + folder.resolve("inbox"),
                "plume.file.outbox=" + folder.resolve("outbox"),
                "camel.main.shutdownTimeout=5");
        Files.write(file, usual, java.nio.file.StandardOpenOption.APPEND);
        Files.write(file, List.of(settings), java.nio.file.StandardOpenOption.APPEND);
    }

    /** Asks for an account and waits for the answer. */
    public LookupOutcome ask(String account) {
        return template.requestBody("direct:plume-lookup", account, LookupOutcome.class);
    }

    /** Asks for an account on another thread. */
    public CompletableFuture<LookupOutcome> asking(String account) {
        return CompletableFuture.supplyAsync(() -> ask(account));
    }

    /** Returns the cause of a hold; empty if there is none. */
    public String hold() {
        return context.hasService(LookupMetrics.class).getHold();
    }

    /** Returns whether Camel publishes it by JMX. */
    public boolean isShownByJmx() {
        return context.getManagementStrategy().getManagementAgent() != null;
    }

    @Override
    public void close() {
        program.close();
    }
}
