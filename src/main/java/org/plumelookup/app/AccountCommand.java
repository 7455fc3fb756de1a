package org.plumelookup.app;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.batch.ProgressDisplay;
import org.plumelookup.lookup.OutcomeJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks up account IDs given on the command line. */
@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        description = {
            "Looks up account IDs and prints one JSON document for each, in their order.",
            "Gives up when a hold lasts longer than plume.hold.max, one minute if that is not set."
        })
public final class AccountCommand implements Callable<Integer> {
    private static final Map<String, String> SHORT =
            Map.of("camel.main.shutdownTimeout", "1"); // nobody waits for a call in flight

    private static final String STOPPED = "Stopped.";
    private static final String HOLD_LIMIT = "plume.hold.max";
    private static final String INTERACTIVE_LIMIT = "1m";

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Account IDs as the CRM holds them.")
    private List<String> ids;

    private final Installation installation;

    /**
     * Creates the command.
     *
     * @param installation the installation to run
     */
    public AccountCommand(Installation installation) {
        this.installation = installation;
    }

    @Override
    public Integer call() throws Exception {
        try (StandAlone camel = new StandAlone(installation, settings(), false, ProgressDisplay.log());
                StopHook stop = new StopHook(camel, ExitCode.UNFINISHED)) {
            try {
                return call(camel.start(), stop);
            } catch (Exception e) {
                if (!stop.isStopping()) {
                    throw e;
                }
                return unfinished(STOPPED, ids);
            }
        }
    }

    /** Returns settings that override the configuration, except for a limit that the user has set. */
    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(SHORT);
        if (!installation.sets(HOLD_LIMIT)) {
            settings.put(HOLD_LIMIT, INTERACTIVE_LIMIT);
        }
        return settings;
    }

    private int call(CamelContext context, StopHook stop) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        int answered = 0;
        try (ProducerTemplate template = context.createProducerTemplate()) {
            for (String id : ids) {
                LookupOutcome outcome =
                        template.requestBody("direct:plume-lookup", LookupRequest.of(id), LookupOutcome.class);
                out.println(OutcomeJson.reply(outcome));
                out.flush();
                answered++;
            }
            return ExitCode.DONE;
        } catch (CamelExecutionException e) {
            List<String> unanswered = ids.subList(answered, ids.size());
            if (stop.isStopping()) {
                return unfinished(STOPPED, unanswered); // whatever was interrupted
            }
            return unfinished(ExitCode.text(e.getCause() == null ? e : e.getCause()), unanswered);
        }
    }

    /** Prints the reason, and the unanswered account IDs, one per line as in an input file. */
    private int unfinished(String why, List<String> unanswered) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(why);
        err.println(String.format(
                Locale.ROOT,
                "%d of %d account IDs have no outcome. Look them up again:",
                unanswered.size(),
                ids.size()));
        unanswered.forEach(id -> err.println(TerminalText.of(id)));
        err.flush();
        return ExitCode.UNFINISHED;
    }
}
