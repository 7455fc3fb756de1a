package org.plumelookup.app.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.plumelookup.app.CamelVersion;
import org.plumelookup.app.ExitCode;
import org.plumelookup.app.Folders;
import org.plumelookup.app.Installation;
import org.plumelookup.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the prerequisites of a start, on a machine or in a pipeline. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks the configuration, logs in and makes one harmless search, for each lookup instance.",
            "It checks keys, routes and folders, connects to broker and databases, prepares their statements, and"
                    + " compares the clocks.",
            "Nothing is started or written; it costs at most two calls per instance."
        })
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--offline", description = "Check only what needs no network.")
    private boolean offline;

    @Option(names = "--strict", description = "Treat notes as wrong: what works, but is not recommended.")
    private boolean strict;

    @Option(names = "--json", description = "Print one JSON array of {\"check\",\"ok\",\"note\",\"text\"}.")
    private boolean json;

    private final Installation installation;

    /**
     * Creates the command.
     *
     * @param installation the installation to check
     */
    public CheckCommand(Installation installation) {
        this.installation = installation;
    }

    @Override
    public Integer call() throws Exception {
        List<Finding> further = new ArrayList<>();
        List<Finding> findings = new ArrayList<>(
                new DryRun(installation).run((context, usable) -> further.addAll(look(context, usable))));
        findings.addAll(RouteCheck.of(installation.routes()));
        findings.addAll(further);
        if (strict) {
            findings.replaceAll(Finding::strict);
        }
        print(findings);
        return findings.stream().allMatch(Finding::ok) ? ExitCode.DONE : ExitCode.WRONG_USE;
    }

    private List<Finding> look(CamelContext context, boolean keysUsable) throws Exception {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("camel", CamelVersion.of(context).text()));
        if (keysUsable) {
            findings.addAll(MessagingCheck.of(context, offline));
        }
        List<Settings> instances = context.getRegistry().findByType(Settings.class).stream()
                .sorted(Comparator.comparing(keys -> keys.prefix().text()))
                .toList();
        for (Settings keys : instances) {
            look(context, keys, keysUsable).forEach(finding -> findings.add(finding.of(keys.prefix())));
        }
        return findings;
    }

    private List<Finding> look(CamelContext context, Settings keys, boolean usable) throws Exception {
        List<Finding> findings = new ArrayList<>();
        Folders.of(keys).forEach(folder -> findings.add(new Finding("folders", folder.ok(), folder.text())));
        if (usable) {
            findings.addAll(StoreCheck.of(keys, offline));
        }
        if (usable && !offline) {
            findings.addAll(ApiCheck.of(context, keys));
        } else if (!offline) {
            findings.add(Finding.wrong("search", "not checked with invalid keys"));
        }
        return findings;
    }

    private void print(List<Finding> findings) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(findings));
        } else {
            findings.forEach(finding -> out.println(finding.line()));
        }
        out.flush();
    }
}
