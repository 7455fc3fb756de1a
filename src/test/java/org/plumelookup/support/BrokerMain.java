package org.plumelookup.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** Runs an Artemis broker that listens on the loopback address, speaks its own protocol and AMQP 1.0, and wants a password. */
final class BrokerMain {
    private BrokerMain() {}

    /**
     * Runs until it is killed.
     *
     * @param args port, data folder, deliveries of one message at most
     */
    public static void main(String[] args) throws Exception {
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(BrokerProcess.USER, BrokerProcess.PASSWORD);
        users.addRole(BrokerProcess.USER, "all");
        new EmbeddedActiveMQ()
                .setConfiguration(configuration(Integer.parseInt(args[0]), args[1], Integer.parseInt(args[2])))
                .setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users))
                .start();
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8).println(BrokerProcess.READY);
    }

    private static Configuration configuration(int port, String data, int deliveries) throws Exception {
        Role all = new Role("all", true, true, true, true, true, true, true, true, true, true, true, true);
        return new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(data + "/journal")
                .setBindingsDirectory(data + "/bindings")
                .setPagingDirectory(data + "/paging")
                .setLargeMessagesDirectory(data + "/large-messages")
                .setJMXManagementEnabled(false)
                .putSecurityRoles("#", Set.of(all))
                .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port + "?protocols=CORE,AMQP")
                .addAddressSetting(
                        "#",
                        new AddressSettings()
                                .setAutoDeleteQueues(false)
                                .setAutoDeleteAddresses(false)
                                .setMaxDeliveryAttempts(deliveries)
                                .setDeadLetterAddress(SimpleString.of(BrokerProcess.DEAD)))
                .addAddressConfiguration(new CoreAddressConfiguration()
                        .setName(BrokerProcess.DEAD)
                        .addRoutingType(RoutingType.ANYCAST)
                        .addQueueConfiguration(
                                QueueConfiguration.of(BrokerProcess.DEAD).setRoutingType(RoutingType.ANYCAST)));
    }
}
