package org.plumelookup.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.plumelookup.Main;
import org.plumelookup.demo.FakePlume;

/**
 * Runs the real program in a process of its own, with nothing in its environment but what a test gives it.
 *
 * <p>What it writes is kept and can be asked for while it runs. Closing it kills it.
 */
public final class LookupProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Thread listener;
    private final StringBuffer output = new StringBuffer();

    private LookupProcess(Process process) {
        this.process = process;
        this.listener = new Thread(this::listen, "output-of-" + process.pid());
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Says how to start the program.
     *
     * @param home the program's folder, with its routes and its configuration
     * @param folder its current folder
     * @param environment the {@code PLUME_} variables
     * @param fileLimit largest file that it may write, in blocks of 512 bytes; 0 is no limit
     */
    public record Setup(Path home, Path folder, Map<String, String> environment, int fileLimit) {

        /** Points the program at a fake, without a pace and with short waits. */
        public static Setup of(Path folder, FakePlume plume) {
            return new Setup(
                    Path.of("").toAbsolutePath(),
                    folder,
                    Map.of(
                            "PLUME_API_URL",
                            plume.url(),
                            "PLUME_API_PARTNER_ID",
                            plume.partnerId(),
                            "PLUME_AUTH_TOKEN_URL",
                            plume.tokenUrl(),
                            "PLUME_AUTH_AUTHORIZATION",
                            plume.authorization(),
                            "PLUME_BUDGET_CALLS_PER_SECOND",
                            "0",
                            "PLUME_BUDGET_WINDOW_CALLS",
                            "0",
                            "PLUME_RETRY_DELAY",
                            "20ms",
                            "CAMEL_MAIN_JMXENABLED",
                            "false"), // a quarter of a start
                    0);
        }

        /** Sets one variable more. */
        public Setup with(String name, String value) {
            Map<String, String> more = new HashMap<>(environment);
            more.put(name, value);
            return new Setup(home, folder, more, fileLimit);
        }

        /** Runs in another current folder, and with the routes of another program's folder. */
        public Setup in(Path otherHome, Path otherFolder) {
            return new Setup(otherHome, otherFolder, environment, fileLimit);
        }

        /** Limits the size of every file that the program writes. */
        public Setup withFileLimit(int blocks) {
            return new Setup(home, folder, environment, blocks);
        }

        /** Starts the program. */
        public LookupProcess start(String... arguments) {
            ProcessBuilder builder = new ProcessBuilder(command(arguments))
                    .directory(folder.toFile())
                    .redirectErrorStream(true);
            Map<String, String> clean = builder.environment();
            clean.keySet().removeIf(name -> !List.of("PATH", "HOME").contains(name));
            clean.putAll(environment);
            try {
                return new LookupProcess(Processes.start(builder));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private List<String> command(String... arguments) {
            List<String> command = new ArrayList<>();
            if (fileLimit > 0) {
                command.addAll(List.of("sh", "-c", "ulimit -f " + fileLimit + "; exec \"$@\"", "sh"));
            }
            command.add(ProgramJars.java());
            command.addAll(ProgramJars.quick());
            command.add("-Dapp.home=" + home);
            command.add("-Dlogback.configurationFile=logback.xml");
            command.addAll(List.of("-cp", ProgramJars.classPath(), Main.class.getName()));
            command.addAll(List.of(arguments));
            return command;
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
            }
        } catch (IOException e) {
            output.append("(the output ended: ").append(e.getMessage()).append(")\n");
        }
    }

    /** Ends the program at once, as {@code kill -9} does; returns before it is gone. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Asks the program to stop, as {@code kill} and a service manager do (SIGTERM). */
    public void stop() {
        process.toHandle().destroy(); // unlike the process itself, this leaves its output open
    }

    /** Tells whether the program runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end of the program and of its output, and tells its exit code. */
    public int exit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running:\n" + output);
            }
            listener.join(PATIENCE.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Tells what the program wrote so far. */
    public String output() {
        return output.toString();
    }

    /** Waits until the program has written a text. */
    public void awaitOutput(String text) {
        Awaitility.await(text).until(() -> output.indexOf(text) >= 0);
    }

    @Override
    public void close() {
        kill();
        exit();
    }
}
