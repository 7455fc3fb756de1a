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
 * Runs an Artemis broker in this process with its journal on disk. It cannot be reached from outside the process.
 *
 * <p>A broker that cannot write its journal stops itself; it is restarted when its disk has free space. Thread-safe.
 */
final class EmbeddedBroker {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final long ACTIVE_SECONDS = 60;

    // Two journal files and what else a start writes.
    private static final long NEEDED_BYTES = 64 << 20;
    private static final long FIRST_LOOK_MILLIS = 1_000;
    private static final long LONGEST_LOOK_MILLIS = 30_000;

    private final Path data;
    private final String url;
    private EmbeddedActiveMQ broker;
    private FileChannel lock;
    private Thread repair;
    private boolean stopped;

    /**
     * Creates a broker that is not started.
     *
     * @param data the folder of its files
     * @param number a number that no other broker in this process has
     */
    EmbeddedBroker(Path data, int number) {
        this.data = data.toAbsolutePath();
        this.url = "vm://" + number;
    }

    /** Returns the URL for clients in this process. */
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
        stopped = false;
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

    /**
     * Starts the repair on another thread, because the calling thread of the broker may hold its locks and stops it
     * next.
     */
    private void repairLater(Throwable cause) {
        LOG.warn(
                "The embedded broker stops because it cannot write to its folder {}: {}. Committed messages are on"
                        + " disk. It restarts when {} MB are free: free disk space there.",
                data,
                String.valueOf(cause),
                NEEDED_BYTES >> 20);
        Thread thread = new Thread(this::repair, "plume-embedded-broker");
        thread.setDaemon(true);
        thread.start();
    }

    private void repair() {
        synchronized (this) {
            if (stopped) {
                return;
            }
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
        if (!ended || data.toFile().getUsableSpace() < NEEDED_BYTES) {
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

    /**
     * Locks the folder with a lock of its own, because Artemis would wait for its lock and fail with a long message.
     */
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
                "The embedded broker cannot use its folder %s: %s. Another process may be using it, or it is damaged or"
                        + " not writable. Stop that process, change plume.jms.data, or set plume.jms.broker-url to an"
                        + " external broker.",
                data,
                why == null ? "it is not ready after " + ACTIVE_SECONDS + " s" : why));
    }

    /** Stops the broker, even if it is only partly started, and unlocks its folder; committed messages are on disk. */
    synchronized void stop() {
        stopped = true;
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
            LOG.warn("The embedded broker did not stop cleanly; it will replay its journal: {}", e.toString());
        }
        broker = null;
        lock = null;
    }
}
