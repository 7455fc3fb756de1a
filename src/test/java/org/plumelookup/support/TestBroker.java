package org.plumelookup.support;

import java.nio.file.Path;
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

/**
 * An Artemis broker in this JVM that listens on the loopback address, speaks its own protocol and AMQP 1.0, and wants a
 * password. A test may stop it and start it again on the same port and data folder. Used by one thread at a time.
 */
public final class TestBroker implements AutoCloseable {
    /** User that the broker wants. */
    public static final String USER = "plume-user";

    /** Password of the user. */
    public static final String PASSWORD = "plume-user-secret";

    /** The broker's dead-letter queue. */
    public static final String DEAD = "DLQ";

    private static final int DELIVERIES = 10;

    private final int port;
    private final Path data;
    private EmbeddedActiveMQ server;

    private TestBroker(int port, Path data) {
        this.port = port;
        this.data = data;
    }

    /** Names a broker on a free port; it is not started yet. */
    public static TestBroker notStarted(Path data) {
        return new TestBroker(FreePort.next(), data);
    }

    /** Starts a broker on a free port. */
    public static TestBroker start(Path data) {
        TestBroker broker = notStarted(data);
        broker.startAgain();
        return broker;
    }

    /** Returns the URL for Artemis clients. */
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Returns the URL for AMQP 1.0 clients. */
    public String amqpUrl() {
        return "amqp://127.0.0.1:" + port;
    }

    /** Starts the broker, after it was stopped or for the first time, and waits until it is ready. */
    public void startAgain() {
        try {
            server = server(port, data, DELIVERIES);
            server.start();
        } catch (Exception e) { // the signature of Artemis
            throw new AssertionError("the broker does not start", e);
        }
    }

    /** Stops the broker; its connections break, and what was committed is on disk. */
    public void stop() {
        try {
            if (server != null) {
                server.stop();
            }
        } catch (Exception e) { // the signature of Artemis
            throw new AssertionError("the broker does not stop", e);
        }
        server = null;
    }

    @Override
    public void close() {
        stop();
    }

    /**
     * Creates a broker that is not started yet.
     *
     * @param deliveries of one message at most
     */
    static EmbeddedActiveMQ server(int port, Path data, int deliveries) throws Exception {
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(USER, PASSWORD);
        users.addRole(USER, "all");
        return new EmbeddedActiveMQ()
                .setConfiguration(configuration(port, data, deliveries))
                .setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
    }

    private static Configuration configuration(int port, Path data, int deliveries) throws Exception {
        Role all = new Role("all", true, true, true, true, true, true, true, true, true, true, true, true);
        return new ConfigurationImpl()
                .setName("broker-" + port)
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
                                .setDeadLetterAddress(SimpleString.of(DEAD)))
                .addAddressConfiguration(new CoreAddressConfiguration()
                        .setName(DEAD)
                        .addRoutingType(RoutingType.ANYCAST)
                        .addQueueConfiguration(QueueConfiguration.of(DEAD).setRoutingType(RoutingType.ANYCAST)));
    }
}
