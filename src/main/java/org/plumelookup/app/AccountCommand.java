package org.plumelookup.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
        description = "Looks up account IDs and prints one JSON document for each, in their order.")
public final class AccountCommand implements Callable<Integer> {
    /** Nobody looks at figures of so short a run, and to show them is a sixth of its start. */
    private static final Map<String, String> SHORT = Map.of("camel.main.jmxEnabled", "false");

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Account IDs as the CRM holds them.")
    private List<String> ids;

    private final Installation installation;

    /**
     * Creates the command.
     *
     * @param installation what it runs
     */
    public AccountCommand(Installation installation) {
        this.installation = installation;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (StandAlone camel = new StandAlone(installation, SHORT, false, ProgressDisplay.log());
                ProducerTemplate template = camel.start().createProducerTemplate()) {
            for (String id : ids) {
                LookupOutcome outcome =
                        template.requestBody("direct:plume-lookup", LookupRequest.of(id), LookupOutcome.class);
                out.println(OutcomeJson.reply(outcome));
                out.flush();
            }
            return ExitCode.DONE;
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
