package org.plumelookup.app;

import java.util.Map;
import java.util.concurrent.Callable;
import org.plumelookup.batch.ProgressDisplay;
import picocli.CommandLine.Command;

/** Runs the service. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs the routes as a service until it is stopped: files put into the inbox are looked up.")
public final class RunCommand implements Callable<Integer> {
    private final Installation installation;

    /**
     * Creates the command.
     *
     * @param installation the installation to run
     */
    public RunCommand(Installation installation) {
        this.installation = installation;
    }

    @Override
    public Integer call() throws Exception {
        try (StandAlone camel = new StandAlone(installation, Map.of(), true, ProgressDisplay.log());
                StopHook stop = new StopHook(camel, ExitCode.DONE)) { // an orderly stop is no failure
            camel.start();
            stop.await();
            return ExitCode.DONE;
        }
    }
}
