package org.plumelookup.app;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
     * @param installation what it runs
     */
    public RunCommand(Installation installation) {
        this.installation = installation;
    }

    @Override
    public Integer call() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        StandAlone camel = new StandAlone(installation, Map.of(), true, ProgressDisplay.log());
        Thread stop = new Thread(
                () -> {
                    try {
                        camel.closeInTime();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    stopped.countDown();
                    // The JVM would end with 143 on SIGTERM, though an orderly stop is no failure.
                    Runtime.getRuntime().halt(ExitCode.DONE);
                },
                "plume-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            camel.start();
        } catch (Exception e) {
            Runtime.getRuntime().removeShutdownHook(stop);
            camel.close();
            throw e;
        }
        stopped.await();
        return ExitCode.DONE;
    }
}
