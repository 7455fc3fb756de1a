package org.plumelookup.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the whole path on a fake partner API: a file of account IDs in, customers and errors out. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Looks up a sample file against a fake partner API, with the real routes and configuration.")
public final class DemoCommand implements Callable<Integer> {
    private static final String SAMPLE = "accounts.csv";
    private static final long LONGEST_MILLIS = TimeUnit.SECONDS.toMillis(60);

    /** Runs the program as a service. */
    public interface Service {

        /**
         * Starts it.
         *
         * @param settings go before its configuration, by key
         * @return closes it
         */
        AutoCloseable start(Map<String, String> settings) throws Exception;
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
     * @param service what the demo shows
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
            out.printf("A fake partner API answers at %s. The service starts and watches %s.%n", plume.url(), inbox);
            out.flush();
            Path part = inbox.resolve("." + SAMPLE);
            Files.write(part, sample.readAllBytes());
            try (AutoCloseable running = service.start(settings(plume, inbox, outbox))) {
                Files.move(part, inbox.resolve(SAMPLE), StandardCopyOption.REPLACE_EXISTING);
                show(new ObjectMapper().readTree(summary(outbox.resolve(SAMPLE)).toFile()), out);
            }
            tell(outbox.resolve(SAMPLE), out);
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
                Map.entry("plume.retry.delay", "100ms"),
                Map.entry("plume.retry.max-delay", "1s"),
                Map.entry("plume.budget.calls-per-second", "20"));
    }

    private static Path summary(Path results) throws InterruptedException {
        Path summary = results.resolve("summary.json");
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
        while (!Files.exists(summary)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "no results in %s after %d s".formatted(results, LONGEST_MILLIS / 1000));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return summary;
    }

    private static void show(JsonNode summary, PrintWriter out) {
        out.printf("%n%-14s %9s%n", "outcome", "accounts");
        summary.path("outcomes")
                .properties()
                .forEach(entry -> out.printf(
                        "%-14s %9d%n", entry.getKey(), entry.getValue().asLong()));
        out.printf(
                "%-14s %9d   (%d customers)%n",
                "all", summary.path("rows").asLong(), summary.path("customers").asLong());
    }

    private static void tell(Path results, PrintWriter out) {
        out.printf("%nResults: %s (report.html, found.csv, errors.csv)%n", results.toAbsolutePath());
        out.println();
        out.println(
                "For the real API set PLUME_API_URL, PLUME_AUTH_TOKEN_URL and PLUME_AUTH_AUTHORIZATION (and PLUME_API_PARTNER_ID");
        out.println(
                "for the scope of the token), or PLUME_AUTH_TOKEN for a fixed value; then: plume-lookup file YOUR-FILE");
        out.flush();
    }
}
