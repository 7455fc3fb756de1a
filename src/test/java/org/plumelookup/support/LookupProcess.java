package org.plumelookup.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A running process of the program, of which a {@link PackagedProgram} starts as many as a test needs.
 *
 * <p>What it writes is kept and can be read while it runs. Closing it kills it. Thread-safe.
 */
public final class LookupProcess implements AutoCloseable {
    private final Process process;
    private final List<Thread> listeners;
    private final StringBuffer answers = new StringBuffer();
    private final StringBuffer output = new StringBuffer();

    LookupProcess(Process process) {
        this.process = process;
        listeners = List.of(
                new Thread(() -> listen(process.inputReader(StandardCharsets.UTF_8), answers)),
                new Thread(() -> listen(process.errorReader(StandardCharsets.UTF_8), new StringBuffer())));
        for (Thread listener : listeners) {
            listener.setName("output-of-" + process.pid());
            listener.setDaemon(true);
            listener.start();
        }
    }

    private void listen(BufferedReader from, StringBuffer to) {
        try (from) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                String whole = line + "\n";
                Stream.of(to, output).forEach(text -> text.append(whole));
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

    /** Returns whether the program runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end of the program and of its output, and returns its exit code. */
    public int exit() {
        try {
            if (!process.waitFor(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running:\n" + output);
            }
            for (Thread listener : listeners) {
                listener.join(Patience.LONGEST.toMillis());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Returns what the program has written to standard output so far. */
    public String answers() {
        return answers.toString();
    }

    /** Returns what the program has written so far, to standard output and standard error. */
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
