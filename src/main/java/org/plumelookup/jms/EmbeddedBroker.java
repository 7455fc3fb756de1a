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
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.plumelookup.config.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an Artemis broker in this process, its journal on disk. Nobody outside the process can reach it.
 *
 * <p>Used by one thread at a time.
 */
final class EmbeddedBroker {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final long ACTIVE_SECONDS = 60;
    private static final int MOST_DISK_PERCENT = 90;
    private static final String DEAD_LETTERS = "plume-dead-letters";
    private static final int MOST_DELIVERIES = 10;
    // Some ID of each row of the largest file, for whoever sends rows in and is killed meanwhile.
    private static final int REMEMBERED_IDS = 1_000_000;

    private final Path data;
    private final String url;
    private EmbeddedActiveMQ broker;
    private FileChannel lock;

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
    void start() throws InterruptedException {
        long begin = System.nanoTime();
        lock();
        AtomicReference<Exception> failure = new AtomicReference<>();
        boolean active = false;
        try {
            broker = new EmbeddedActiveMQ().setConfiguration(configuration());
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
                stop();
            }
        }
        if (!active) {
            throw unusable(failure.get());
        }
        LOG.info(
                "The embedded broker keeps its messages in {} (started in {} ms).",
                data,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
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
            stop();
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

    private Configuration configuration() throws Exception {
        AddressSettings settings = new AddressSettings()
                .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
                .setExpiryAddress(SimpleString.of(DEAD_LETTERS))
                .setMaxDeliveryAttempts(MOST_DELIVERIES)
                .setRedeliveryDelay(1_000)
                .setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(30_000)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false);
        return new ConfigurationImpl()
                .setName("plume")
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(data.resolve("journal").toString())
                .setBindingsDirectory(data.resolve("bindings").toString())
                .setPagingDirectory(data.resolve("paging").toString())
                .setLargeMessagesDirectory(data.resolve("large-messages").toString())
                .setMaxDiskUsage(MOST_DISK_PERCENT)
                .setIDCacheSize(REMEMBERED_IDS)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration("in-vm", url)
                .addAddressSetting("#", settings)
                .addAddressConfiguration(new CoreAddressConfiguration()
                        .setName(DEAD_LETTERS)
                        .addRoutingType(RoutingType.ANYCAST)
                        .addQueueConfiguration(
                                QueueConfiguration.of(DEAD_LETTERS).setRoutingType(RoutingType.ANYCAST)));
    }

    /** Stops the broker, as far as it has come up, and leaves its folder; what was committed is on disk. */
    void stop() {
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
