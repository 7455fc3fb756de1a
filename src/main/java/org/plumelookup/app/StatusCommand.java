package org.plumelookup.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.plumelookup.observe.ObserveServer;
import org.plumelookup.observe.ObserveSettings;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a service does that runs in another process. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what the running service does: state, batches, outcomes, call budget, hold and failures.",
            "It asks the port of plume.observe.port; if that is not set, also the following ones.",
            "The exit code is 0 if the service answers, and 3 if none does."
        })
public final class StatusCommand implements Callable<Integer> {
    private static final String OUTBOX = "plume.file.outbox";

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the answer of /observe/status as it is.")
    private boolean json;

    private final Installation installation;

    /**
     * Creates the command.
     *
     * @param installation the installation whose service is asked
     */
    public StatusCommand(Installation installation) {
        this.installation = installation;
    }

    @Override
    public Integer call() throws Exception {
        Properties given = installation.configuration();
        given.putAll(installation.settings());
        try (CamelContext placeholders = new DefaultCamelContext()) {
            return call(
                    new Settings(key -> Optional.ofNullable(given.getProperty(key))
                            .map(value ->
                                    value.contains("{{") ? placeholders.resolvePropertyPlaceholders(value) : value)),
                    isSet(given));
        }
    }

    /** Returns whether the service has the port that is configured, and no other one. */
    private boolean isSet(Properties given) {
        String shipped = Settings.shipped().get(ObserveSettings.PORT);
        return installation.settings().containsKey(ObserveSettings.PORT)
                || !given.getProperty(ObserveSettings.PORT, shipped).trim().equals(shipped);
    }

    private int call(Settings keys, boolean set) {
        ObserveSettings settings = ObserveSettings.from(keys);
        if (!settings.isOn()) {
            throw new ConfigurationException(
                    ObserveSettings.PORT, "plume.observe.port = 0: the service shows no status. Set it to a port.");
        }
        List<RunningService> running = RunningService.find(settings, set ? 1 : ObserveServer.PORTS_TO_TRY);
        Path outbox = Path.of(keys.required(OUTBOX)).toAbsolutePath().normalize();
        RunningService ours = running.stream()
                .filter(service -> service.isOf(outbox))
                .findFirst()
                .orElse(running.size() == 1 ? running.get(0) : null);
        if (ours == null || ours.status() == null) {
            spec.commandLine()
                    .getErr()
                    .println(TerminalText.of(ours == null ? why(settings, set, running, outbox) : ours.refusal()));
            return ExitCode.UNFINISHED;
        }
        print(ours);
        return ExitCode.DONE;
    }

    private void print(RunningService service) {
        JsonNode status = service.status();
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                json
                        ? status.toPrettyString()
                        : TerminalText.of(new StatusText(status, ZoneId.systemDefault()).of(service.url())));
        out.flush();
    }

    private static String why(ObserveSettings settings, boolean set, List<RunningService> running, Path outbox) {
        if (running.isEmpty()) {
            return String.format(
                    Locale.ROOT,
                    "No service answers at port %d%s. Start it by plume-lookup run; if it runs, use the same"
                            + " plume.observe.port and plume.observe.host for this command.",
                    settings.port(),
                    set ? "" : " or a following one");
        }
        return String.format(
                Locale.ROOT,
                "%d services answer, and none that shows its status has the outbox %s. Set plume.observe.port to the one"
                        + " that is meant: %s",
                running.size(),
                outbox,
                running.stream().map(RunningService::told).collect(Collectors.joining(", ")));
    }
}
