package org.plumelookup.flow.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.NoTransactions;
import org.plumelookup.support.Patience;
import org.plumelookup.support.Program;
import org.plumelookup.support.Service;

/** What a broker must have is seen by a check and at a start: transactions, and a place for messages it gives up on. */
class BrokerNeedsTest {
    private static final String USER = "the-user";
    private static final String PASSWORD = "of-the-user";

    @TempDir
    private Path folder;

    private EmbeddedActiveMQ broker;
    private int port;

    private final FakePlume plume = new FakePlume();

    @AfterEach
    void stopAll() throws Exception {
        broker.stop();
        plume.close();
    }

    private void start(AddressSettings settings, boolean mayManage, String... queues) throws Exception {
        Role role =
                new Role("all", true, true, true, true, true, true, mayManage, true, true, true, mayManage, mayManage);
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(USER, PASSWORD);
        users.addRole(USER, "all");
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setJMXManagementEnabled(false)
                .putSecurityRoles("#", Set.of(role))
                .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:0?protocols=CORE,AMQP")
                .addAddressSetting("#", settings);
        for (String queue : queues) {
            configuration.addAddressConfiguration(new CoreAddressConfiguration()
                    .setName(queue)
                    .addRoutingType(RoutingType.ANYCAST)
                    .addQueueConfiguration(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST)));
        }
        broker = new EmbeddedActiveMQ()
                .setConfiguration(configuration)
                .setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        broker.start();
        port = ((NettyAcceptor) broker.getActiveMQServer().getRemotingService().getAcceptor("tcp")).getActualPort();
    }

    private static AddressSettings kept() {
        return new AddressSettings().setDeadLetterAddress(SimpleString.of("DLQ"));
    }

    private Program program(String url) throws Exception {
        return program(url, "60s");
    }

    private Program program(String url, String longest) throws Exception {
        return Program.in(folder)
                .calling(plume)
                .with("plume.jms.broker-url", url)
                .with("plume.jms.user", USER)
                .with("plume.jms.password", PASSWORD)
                .with("plume.call.connect-timeout", longest);
    }

    /** Returns what a check says of the broker. */
    private static String check(Program program, int exitCode) throws Exception {
        Program.Ended ended = program.run("check").with(exitCode);
        assertThat(ended.out() + ended.err()).doesNotContain(PASSWORD);
        return ended.out()
                .lines()
                .filter(line -> line.contains(" broker "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Timeout(600)
    void aBrokerWithoutTransactionsIsRefusedByACheck() throws Exception {
        start(kept(), true, "DLQ");
        try (NoTransactions passing = new NoTransactions(port);
                NoTransactions proxy = new NoTransactions(port)) {
            passing.passAll(); // goes first: the short time below is not for the classes of the client
            assertThat(check(program(passing.url()), 0)).startsWith("ok").contains("transactions are supported");
            assertThat(check(program(proxy.url(), "2s"), 2))
                    .startsWith("WRONG")
                    .contains(
                            "plume.jms.broker-url = " + proxy.url(),
                            "no transaction was opened within 2000 ms",
                            "use a broker that supports them",
                            "plume.call.connect-timeout");
        }
    }

    @Test
    @Timeout(600)
    void aBrokerWithoutTransactionsIsToldAtAStartWhichGoesOnWithOneThatHasThem() throws Exception {
        start(kept(), true, "DLQ");
        try (NoTransactions proxy = new NoTransactions(port)) {
            Program program = program(proxy.url(), "2s");
            try (Service service = program.service()) {
                await().until(() -> service.health("plume-broker").getState() == HealthCheck.State.DOWN);
                assertThat(program.said()).contains("is unavailable: no transaction was opened within 2000 ms");
                assertThat(service.health("plume-broker").getMessage().orElseThrow())
                        .contains("no transaction");
                proxy.passAll();
                ConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
                try (Connection connection = factory.createConnection(USER, PASSWORD);
                        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                        MessageConsumer customers = session.createConsumer(session.createQueue("plume.customers"))) {
                    connection.start();
                    session.createProducer(session.createQueue("plume.accounts"))
                            .send(session.createTextMessage("A-1"));
                    assertThat(customers.receive(Patience.LONGEST.toMillis()).getBody(String.class))
                            .contains("A-1");
                }
            }
        }
    }

    @Test
    @Timeout(600)
    void aServiceThatGetsNoTransactionStopsSoon() throws Exception {
        start(kept(), true, "DLQ");
        try (NoTransactions proxy = new NoTransactions(port)) {
            Program program = program(proxy.url(), "2s");
            long begin;
            try (Service service = program.service()) {
                await().until(() -> service.health("plume-broker").getState() == HealthCheck.State.DOWN);
                begin = System.nanoTime();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
            assertThat(program.said()).doesNotContain("ERROR", "\tat ");
        }
    }

    static Stream<Arguments> losing() {
        return Stream.of(
                arguments("none", new AddressSettings(), "plume.accounts has no dead-letter address"),
                arguments(
                        "an address without a queue",
                        kept(),
                        "the dead-letter address DLQ of plume.accounts has no queue"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losing")
    void aBrokerThatLosesMessagesIsToldByACheckAndAtAStart(String name, AddressSettings settings, String words)
            throws Exception {
        start(settings, true);
        String url = "tcp://127.0.0.1:" + port;
        Program program = program(url);
        assertThat(check(program, 2))
                .startsWith("WRONG")
                .contains("plume.jms.broker-url = " + url, "loses a message", words, "Set a dead-letter");
        try (Service service = program.service()) {
            await().until(() -> program.said().contains("loses a message"));
            assertThat(service.health("plume-broker").getState()).isEqualTo(HealthCheck.State.UP);
        }
        assertThat(program.said().lines().filter(line -> line.contains("loses a message")))
                .hasSize(1)
                .allMatch(line -> line.contains("WARN"));
    }

    static Stream<Arguments> keeping() {
        return Stream.of(
                arguments("a queue", kept(), new String[] {"DLQ"}),
                arguments("one that is created", kept().setAutoCreateDeadLetterResources(true), new String[0]),
                arguments("delivery without an end", new AddressSettings().setMaxDeliveryAttempts(-1), new String[0]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keeping")
    void aBrokerThatKeepsMessagesIsOk(String name, AddressSettings settings, String[] queues) throws Exception {
        start(settings, true, queues);
        assertThat(check(program("tcp://127.0.0.1:" + port), 0))
                .startsWith("ok")
                .endsWith(": connected, transactions are supported.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "amqp"})
    void whereTheBrokerDoesNotSayThatIsToldWithWhatToDo(String protocol) throws Exception {
        start(new AddressSettings(), false);
        assertThat(check(program(protocol + "://127.0.0.1:" + port), 0))
                .startsWith("ok")
                .contains("is unknown (", "make sure that it has a dead-letter queue");
    }
}
