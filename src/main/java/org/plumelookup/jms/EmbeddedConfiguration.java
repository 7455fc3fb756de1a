package org.plumelookup.jms;

import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** The configuration of the embedded broker: everything on disk, nothing reachable from outside. */
final class EmbeddedConfiguration {
    private static final int MOST_DISK_PERCENT = 90;
    private static final String DEAD_LETTERS = "plume-dead-letters";
    private static final int MOST_DELIVERIES = 10;
    // One message ID for each row of the largest file, to detect duplicates if the sender is killed.
    private static final int REMEMBERED_IDS = 1_000_000;

    private EmbeddedConfiguration() {}

    /**
     * Creates a configuration.
     *
     * @param data folder of the broker's files
     * @param url the URL for clients in this process
     */
    static Configuration of(Path data, String url) throws Exception {
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
}
