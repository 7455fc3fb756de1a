package org.plumelookup.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.plumelookup.batch.Summary;
import org.plumelookup.observe.ObserveSettings;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks up one file. */
@Command(
        name = "file",
        mixinStandardHelpOptions = true,
        description = {
            "Looks up every account ID of a file and writes the results to DIR/NAME/.",
            "Started again after a stop or kill, it continues where it was."
        })
public final class FileCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "One account ID a line, CSV with a header, or JSON lines with accountId.")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder of the result folders (default: plume.file.outbox).")
    private Path out;

    @Option(
            names = "--observe",
            paramLabel = "PORT",
            description = "Show health, metrics and the status page at this port, as run does (default: not at all).")
    private Integer observe;

    private final Installation installation;

    /**
     * Creates the command.
     *
     * @param installation the installation to run
     */
    public FileCommand(Installation installation) {
        this.installation = installation;
    }

    @Override
    public Integer call() throws Exception {
        if (!Files.isReadable(file)) {
            throw new ConfigurationException(String.format(
                    Locale.ROOT, "%s cannot be read: specify the path of a file with account IDs.", file));
        }
        Map<String, String> settings = new HashMap<>();
        if (out != null) {
            settings.put("plume.file.outbox", out.toString());
        }
        if (observe != null) {
            settings.put(ObserveSettings.PORT, observe.toString());
        }
        try (StandAlone camel = new StandAlone(
                        installation,
                        settings,
                        false,
                        TerminalBar.choose(spec.commandLine().getErr()));
                StopHook stop = new StopHook(camel, ExitCode.UNFINISHED)) {
            return call(camel, stop);
        }
    }

    private int call(StandAlone camel, StopHook stop) throws Exception {
        try {
            CamelContext context = camel.start();
            Folders.require(Folders.ofResults(Settings.of(context, InstanceName.PLUME)));
            Summary summary = run(context);
            spec.commandLine().getOut().println(OutcomeTable.of(summary));
            spec.commandLine().getOut().flush();
            return ExitCode.DONE;
        } catch (Exception e) {
            if (!stop.isStopping()) {
                throw e;
            }
            spec.commandLine()
                    .getErr()
                    .println(ExitCode.text(e)); // the exception handler may not run before the JVM halts
            spec.commandLine().getErr().flush();
            return ExitCode.UNFINISHED;
        }
    }

    private Summary run(CamelContext context) throws Exception {
        var template = context.createFluentProducerTemplate();
        try {
            var exchange =
                    template.to("direct:plume-batch").withBody(file.toFile()).send();
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            return exchange.getMessage().getBody(Summary.class);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
