package org.plumelookup;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.plumelookup.app.AccountCommand;
import org.plumelookup.app.ExitCode;
import org.plumelookup.app.FileCommand;
import org.plumelookup.app.Installation;
import org.plumelookup.app.LogFormat;
import org.plumelookup.app.LogbackCheck;
import org.plumelookup.app.ProgramVersion;
import org.plumelookup.app.RunCommand;
import org.plumelookup.app.StandAlone;
import org.plumelookup.app.StatusCommand;
import org.plumelookup.app.TerminalBar;
import org.plumelookup.app.check.CheckCommand;
import org.plumelookup.fake.DemoCommand;
import org.plumelookup.fake.FakeServerCommand;
import org.plumelookup.settings.ConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates the command line and runs one of its commands. */
@Command(
        name = "plume-lookup",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        description = "Turns CRM account IDs into Plume customer IDs.",
        footer = "Exit codes: 0 every account was answered, 2 wrong use or configuration, 3 the run could not finish.")
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    /**
     * Runs a command and ends the JVM with its exit code.
     *
     * @param args command and options
     */
    public static void main(String[] args) {
        Installation installation = Installation.ofThisProcess(PlumeLookup::new);
        LogFormat.configure(installation);
        try {
            LogbackCheck.run();
        } catch (ConfigurationException e) {
            utf8(FileDescriptor.err).println(ExitCode.text(e));
            System.exit(ExitCode.of(e));
        }
        System.exit(commandLine(installation).execute(args));
    }

    /** Creates the command line of an installation; it can be executed once. */
    public static CommandLine commandLine(Installation installation) {
        PrintWriter err = utf8(FileDescriptor.err);
        return new CommandLine(new Main())
                .setExpandAtFiles(false) // @A1 is an account ID, and may be the name of a file
                .addSubcommand(new RunCommand(installation))
                .addSubcommand(new FileCommand(installation))
                .addSubcommand(new AccountCommand(installation))
                .addSubcommand(new CheckCommand(installation))
                .addSubcommand(new StatusCommand(installation))
                .addSubcommand(new DemoCommand(settings -> service(installation, settings, err)))
                .addSubcommand(new FakeServerCommand())
                .addSubcommand(new HelpCommand())
                .setOut(utf8(FileDescriptor.out))
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(ExitCode.text(failure));
                    return ExitCode.of(failure);
                });
    }

    /** Returns a UTF-8 writer, whatever the machine's charset is. */
    private static PrintWriter utf8(FileDescriptor to) {
        return new PrintWriter(new FileOutputStream(to), true, StandardCharsets.UTF_8);
    }

    private static DemoCommand.Running service(Installation installation, Map<String, String> settings, PrintWriter err)
            throws Exception {
        StandAlone camel = new StandAlone(installation, settings, true, TerminalBar.choose(err));
        return new DemoCommand.Running(camel.start(), camel);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
