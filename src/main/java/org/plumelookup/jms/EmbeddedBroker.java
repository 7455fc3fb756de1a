package org.plumelookup.jms;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.plumelookup.settings.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an Artemis broker in this process, its journal on disk. Nobody outside the process can reach it.
 *
 * <p>A broker that cannot write its journal stops itself; it is started again when its disk has room. Thread-safe.
 */
final class EmbeddedBroker {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final long ACTIVE_SECONDS = 60;

    // Two files of the journal and what else a start writes.
    private static final long ROOM_BYTES = 64 << 20;
    private static final long FIRST_LOOK_MILLIS = 1_000;
    private static final long LONGEST_LOOK_MILLIS = 30_000;

    private final Path data;
    private final String url;
    private EmbeddedActiveMQ broker;
    private FileChannel lock;
    private Thread repair;

    /**
     * Prepares a broker.
     *
     * @param data folder of its files
     * @param number tells it from others in this process
     */
    EmbeddedBroker(Path data, int number) {
        this.data = data.toAbsolutePath();
        this.url = "vm://" + number;
    }

    /** Gives the URL by which clients in this process reach it. */
    String url() {
        return url;
    }

    /**
     * Starts the broker and waits until it can be used.
     *
     * @throws ConfigurationException if its folder cannot be used, or another process uses it
     */
    synchronized void start() throws InterruptedException {
        long begin = System.nanoTime();
        lock();
        AtomicReference<Exception> failure = new AtomicReference<>();
        boolean active = false;
        try {
            broker = new EmbeddedActiveMQ().setConfiguration(EmbeddedConfiguration.of(data, url));
            broker.createActiveMQServer();
            broker.getActiveMQServer().registerActivationFailureListener(failure::set);
            broker.start();
            active = failure.get() == null
                    && broker.getActiveMQServer().waitForActivation(ACTIVE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // the signature of Artemis
            failure.compareAndSet(null, e);
        } finally {
            if (!active) {
                halt();
            }
        }
        if (!active) {
            throw unusable(failure.get());
        }
        broker.getActiveMQServer().registerIOCriticalErrorListener((cause, message, file) -> repairLater(cause));
        LOG.info(
                "The embedded broker keeps its messages in {} (started in {} ms).",
                data,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    /** Called by a thread of the broker, which stops the broker right after, and may hold locks of it. */
    private void repairLater(Throwable cause) {
        LOG.warn(
                "The embedded broker stops, because it cannot write to its folder {}: {}. What was committed is on disk."
                        + " It is started again when there is room for {} MB: make room there.",
                data,
                String.valueOf(cause),
                ROOM_BYTES >> 20);
        Thread thread = new Thread(this::repair, "plume-embedded-broker");
        thread.setDaemon(true);
        thread.start();
    }

    private void repair() {
        synchronized (this) {
            repair = Thread.currentThread();
        }
        try {
            long wait = FIRST_LOOK_MILLIS;
            while (!startedAgain()) {
                Thread.sleep(wait);
                wait = Math.min(2 * wait, LONGEST_LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopped meanwhile
        }
    }

    private synchronized boolean startedAgain() throws InterruptedException {
        if (repair != Thread.currentThread()) {
            return true; // stopped meanwhile
        }
        boolean ended = broker == null || broker.getActiveMQServer().getState() == ActiveMQServer.SERVER_STATE.STOPPED;
        if (!ended || data.toFile().getUsableSpace() < ROOM_BYTES) {
            return false;
        }
        halt();
        try {
            start();
            repair = null;
            return true;
        } catch (ConfigurationException e) {
            LOG.debug("The embedded broker does not start yet: {}", e.getMessage());
            return false;
        }
    }

    /** Locks the folder as this program does: Artemis would wait for its own lock, and fail with many words. */
    private void lock() {
        try {
            Files.createDirectories(data);
            lock = FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock.tryLock() == null) {
                throw new IOException("it is locked");
            }
        } catch (IOException | OverlappingFileLockException e) {
            halt();
            throw unusable(e);
        }
    }

    private ConfigurationException unusable(Exception why) {
        return new ConfigurationException(String.format(
                Locale.ROOT,
                "The embedded broker cannot use its folder %s: %s. Another process may be using it, or it is damaged or not writable. End that process, or change plume.jms.data, or set plume.jms.broker-url to a broker of its own.",
                data,
                why == null ? "it is not ready after " + ACTIVE_SECONDS + " s" : why));
    }

    /** Stops the broker, as far as it has come up, and leaves its folder; what was committed is on disk. */
    synchronized void stop() {
        if (repair != null) {
            repair.interrupt();
            repair = null;
        }
        halt();
    }

    private void halt() {
        try (FileChannel held = lock) {
            if (broker != null) {
                broker.stop();
            }
        } catch (Exception e) { // the signature of Artemis
            LOG.warn(
                    "The embedded broker did not stop in good order; it will read its journal again: {}", e.toString());
        }
        broker = null;
        lock = null;
    }
}
