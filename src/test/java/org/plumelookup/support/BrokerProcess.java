package org.plumelookup.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * An Artemis broker in a process of its own, which a test may kill and start again on the same port and data folder.
 * Closing it kills it. Used by one thread at a time.
 */
public final class BrokerProcess implements AutoCloseable {
    /** User that the broker wants. */
    public static final String USER = TestBroker.USER;

    /** Password of the user. */
    public static final String PASSWORD = TestBroker.PASSWORD;

    /** The broker's dead-letter queue. */
    public static final String DEAD = TestBroker.DEAD;

    static final String READY = "the broker is ready";

    private final int port;
    private final Path data;
    private final int deliveries;
    private Process process;

    private BrokerProcess(int port, Path data, int deliveries) {
        this.port = port;
        this.data = data;
        this.deliveries = deliveries;
    }

    /** Starts a broker on a free port. */
    public static BrokerProcess start(Path data) {
        return start(data, 10);
    }

    /** Starts a broker that gives up on a message after so many deliveries. */
    public static BrokerProcess start(Path data, int deliveries) {
        BrokerProcess broker = new BrokerProcess(FreePort.next(), data, deliveries);
        broker.startAgain();
        return broker;
    }

    /** Names a broker that is not started yet. */
    public static BrokerProcess notStarted(Path data) {
        return new BrokerProcess(FreePort.next(), data, 10);
    }

    /** Returns the URL for Artemis clients. */
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Returns the URL for AMQP 1.0 clients. */
    public String amqpUrl() {
        return "amqp://127.0.0.1:" + port;
    }

    /** Starts the broker, after it was killed or for the first time, and waits until it is ready. */
    public void startAgain() {
        ProcessBuilder builder = Processes.java(
                BrokerMain.class,
                List.of("-Dlogback.configurationFile=logback.xml"),
                Integer.toString(port),
                data.toString(),
                Integer.toString(deliveries));
        builder.redirectError(data.resolveSibling(data.getFileName() + ".log").toFile());
        try {
            process = Processes.start(builder);
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            for (String line = lines.readLine(); !READY.equals(line); line = lines.readLine()) {
                if (line == null) {
                    throw new AssertionError("the broker ended with " + process.waitFor());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Ends the broker at once, as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        if (process != null) {
            try {
                process.destroyForcibly().waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    @Override
    public void close() {
        kill();
    }
}
