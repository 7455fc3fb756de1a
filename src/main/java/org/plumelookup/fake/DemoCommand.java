package org.plumelookup.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Demonstrates the program with a fake partner API: account IDs from a file, a queue and a timer, their outcomes out.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Looks up a sample file, messages of an embedded broker and a watch list against a fake partner API,"
                        + " with the real routes and configuration.")
public final class DemoCommand implements Callable<Integer> {
    private static final String SAMPLE = "accounts.csv";
    private static final List<String> QUEUE = List.of("ACC-Q-1", "MANY-2-Q", "NONE-Q", "S403-Q");
    private static final List<String> TIMER = List.of("ACC-T-1", "NONE-T");
    private static final long LONGEST_MILLIS = TimeUnit.SECONDS.toMillis(60);

    /** Runs the program as a service. */
    public interface Service {

        /**
         * Starts the program.
         *
         * @param settings values by key, which override the configuration
         */
        Running start(Map<String, String> settings) throws Exception;
    }

    /**
     * The running program.
     *
     * @param camel the program's context
     * @param program stops the program
     */
    public record Running(CamelContext camel, AutoCloseable program) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            program.close();
        }
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "demo",
            description = "Folder for the demo's inbox and outbox (default: ${DEFAULT-VALUE}).")
    private Path dir;

    private final Service service;

    /**
     * Creates the command.
     *
     * @param service starts the program
     */
    public DemoCommand(Service service) {
        this.service = service;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path inbox = Files.createDirectories(dir.resolve("inbox"));
        Path outbox = Files.createTempDirectory(Files.createDirectories(dir), "outbox-");
        try (FakePlume plume = new FakePlume();
                InputStream sample = DemoCommand.class.getResourceAsStream(SAMPLE)) {
            out.printf(
                    Locale.ROOT,
                    "A fake partner API runs at %s. The service starts: it watches %s, consumes messages%n",
                    plume.url(),
                    inbox);
            out.printf(
                    Locale.ROOT,
                    "from the queue plume.accounts of an embedded broker, and looks up %s by a timer.%n",
                    TIMER);
            out.flush();
            Path part = inbox.resolve("." + SAMPLE);
            Files.write(part, sample.readAllBytes());
            Outcomes outcomes = new Outcomes();
            try (Running running = service.start(settings(plume, inbox, outbox))) {
                Files.move(part, inbox.resolve(SAMPLE), StandardCopyOption.ATOMIC_MOVE);
                new QueueSource(running.camel()).send(QUEUE);
                outcomes.addSummary("file", awaited(outbox.resolve(SAMPLE).resolve("summary.json")));
                new QueueSource(running.camel()).receive(QUEUE.size(), document -> outcomes.add("queue", document));
                Path watched = outbox.resolve("plume-from-timer");
                for (String name : List.of("found.jsonl", "errors.jsonl")) {
                    outcomes.addLines("timer", awaited(watched.resolve(name)));
                }
            }
            outcomes.print(out);
            printFolders(outbox.resolve(SAMPLE), out);
            return 0;
        }
    }

    private static Map<String, String> settings(FakePlume plume, Path inbox, Path outbox) {
        return Map.ofEntries(
                Map.entry("plume.api.url", plume.url()),
                Map.entry("plume.api.partner-id", plume.partnerId()),
                Map.entry("plume.auth.token", ""),
                Map.entry("plume.auth.token-url", plume.tokenUrl()),
                Map.entry("plume.auth.authorization", plume.authorization()),
                Map.entry("plume.file.inbox", inbox.toString()),
                Map.entry("plume.file.outbox", outbox.toString()),
                Map.entry("plume.file.column", "accountId"),
                Map.entry("plume.jms.broker-url", "embedded"),
                Map.entry("plume.jms.data", outbox.resolve(".broker").toString()),
                Map.entry("plume.timer.period", "1h"),
                Map.entry("plume.timer.account-ids", String.join(",", TIMER)),
                Map.entry("plume.timer.list", ""),
                Map.entry("plume.database.url", ""),
                Map.entry("plume.success.uri", "bean:plumeOutbox?method=found"),
                Map.entry("plume.error.uri", "bean:plumeOutbox?method=error"),
                Map.entry("plume.budget.store", "local"),
                Map.entry("plume.retry.delay", "100ms"),
                Map.entry("plume.retry.max-delay", "1s"),
                Map.entry("plume.budget.calls-per-second", "20"),
                Map.entry("plume.budget.window-calls", "0"),
                Map.entry("plume.observe.port", "0"));
    }

    private static Path awaited(Path file) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
        while (!Files.exists(file) || Files.size(file) == 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        String.format(Locale.ROOT, "no %s after %d s", file, LONGEST_MILLIS / 1000));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return file;
    }

    private static void printFolders(Path results, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%nResults of the file: %s (report.html, found.csv, errors.csv); of the timer: %s%n",
                results.toAbsolutePath(),
                results.resolveSibling("plume-from-timer").toAbsolutePath());
        out.println();
        out.println("For the real API set PLUME_API_URL, PLUME_AUTH_TOKEN_URL and PLUME_AUTH_AUTHORIZATION (and");
        out.println(
                "PLUME_API_PARTNER_ID for the scope of the token), or PLUME_AUTH_TOKEN for a fixed value; then run:");
        out.println("plume-lookup file YOUR-FILE");
        out.flush();
    }
}
