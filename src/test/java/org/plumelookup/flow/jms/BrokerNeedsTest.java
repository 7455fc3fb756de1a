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
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
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
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.PlumeLookup;
import org.plumelookup.app.Installation;
import org.plumelookup.app.StandAlone;
import org.plumelookup.batch.ProgressDisplay;
import org.plumelookup.config.Keys;
import org.plumelookup.config.Prefix;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.jms.BrokerBeans;
import org.plumelookup.jms.BrokerTrial;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.NoTransactions;
import org.plumelookup.support.Settings;

/** What a broker must have is seen by a check and at a start: transactions, and a place for messages it gives up on. */
@ResourceLock(LogCapture.LOG)
class BrokerNeedsTest {
    private static final String USER = "the-user";
    private static final String PASSWORD = "of-the-user";

    @TempDir
    private Path folder;

    private EmbeddedActiveMQ broker;
    private int port;

    @AfterEach
    void stopBroker() throws Exception {
        broker.stop();
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

    private static Map<String, String> settings(String url) {
        return Map.of(
                "plume.jms.broker-url", url,
                "plume.jms.user", USER,
                "plume.jms.password", PASSWORD,
                "plume.call.connect-timeout", "2s");
    }

    /** Tries the broker in a context whose one route consumes the request queue, and is not started. */
    private static BrokerTrial.Answer trial(String url) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            Properties properties = new Properties();
            properties.putAll(Keys.shipped());
            properties.putAll(settings(url));
            context.getPropertiesComponent().setOverrideProperties(properties);
            context.setAutoStartup(false);
            context.addRoutes(new BrokerBeans(true));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("jms:plume.accounts?connectionFactory=#plumeConnectionFactory")
                            .to("log:x");
                }
            });
            context.start();
            return new BrokerTrial(context, Keys.of(context, Prefix.PLUME)).run();
        }
    }

    private StandAlone service(FakePlume plume, String url) {
        Map<String, String> all = new HashMap<>(Settings.of(plume));
        all.putAll(settings(url));
        all.put("plume.file.inbox", folder.resolve("inbox").toString());
        all.put("plume.file.outbox", folder.resolve("outbox").toString());
        return new StandAlone(Installation.ofThisProcess(PlumeLookup::new), all, true, ProgressDisplay.log());
    }

    @Test
    @Timeout(60)
    void aBrokerWithoutTransactionsIsRefusedByACheck() throws Exception {
        start(kept(), true, "DLQ");
        try (NoTransactions proxy = new NoTransactions(port)) {
            BrokerTrial.Answer answer = trial(proxy.url());
            assertThat(answer.ok()).isFalse();
            assertThat(answer.text())
                    .contains(
                            "plume.jms.broker-url = " + proxy.url(),
                            "no transaction within 2000 ms",
                            "use a broker that has them",
                            "plume.call.connect-timeout");
            proxy.passAll();
            assertThat(trial(proxy.url()).ok()).isTrue();
        }
    }

    @Test
    @Timeout(120)
    void aBrokerWithoutTransactionsIsToldAtAStartWhichGoesOnWithOneThatHasThem() throws Exception {
        start(kept(), true, "DLQ");
        try (LogCapture log = new LogCapture();
                FakePlume plume = new FakePlume();
                NoTransactions proxy = new NoTransactions(port);
                StandAlone program = service(plume, proxy.url())) {
            CamelContext context = program.start();
            await().until(() -> log.has("cannot be worked with: it opened no transaction within 2000 ms"));
            assertThat(health(context).getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(health(context).getMessage().orElseThrow()).contains("no transaction");
            proxy.passAll();
            ConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
            try (Connection connection = factory.createConnection(USER, PASSWORD);
                    Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                    MessageConsumer customers = session.createConsumer(session.createQueue("plume.customers"))) {
                connection.start();
                session.createProducer(session.createQueue("plume.accounts")).send(session.createTextMessage("A-1"));
                assertThat(customers.receive(60_000).getBody(String.class)).contains("A-1");
            }
        }
    }

    @Test
    @Timeout(120)
    void aServiceThatGetsNoTransactionStopsSoon() throws Exception {
        start(kept(), true, "DLQ");
        try (LogCapture log = new LogCapture();
                FakePlume plume = new FakePlume();
                NoTransactions proxy = new NoTransactions(port);
                StandAlone program = service(plume, proxy.url())) {
            program.start();
            await().until(() -> log.has("no transaction"));
            long begin = System.nanoTime();
            program.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
        }
    }

    private static HealthCheck.Result health(CamelContext context) {
        return HealthCheckHelper.getHealthCheck(context, "plume-broker").call();
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
        BrokerTrial.Answer answer = trial(url);
        assertThat(answer.ok()).isFalse();
        assertThat(answer.text())
                .contains("plume.jms.broker-url = " + url, "loses a message", words, "Set a dead-letter");
        try (LogCapture log = new LogCapture();
                FakePlume plume = new FakePlume();
                StandAlone program = service(plume, url)) {
            program.start();
            await().until(() -> log.has("loses a message"));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("loses a message"))
                    .hasSize(1)
                    .allMatch(line -> line.startsWith("WARN"));
        }
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
        BrokerTrial.Answer answer = trial("tcp://127.0.0.1:" + port);
        assertThat(answer.ok()).as(answer.text()).isTrue();
        assertThat(answer.text()).endsWith("is connected to and has transactions.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "amqp"})
    void whereTheBrokerDoesNotSayThatIsToldWithWhatToDo(String protocol) throws Exception {
        start(new AddressSettings(), false);
        BrokerTrial.Answer answer = trial(protocol + "://127.0.0.1:" + port);
        assertThat(answer.ok()).as(answer.text()).isTrue();
        assertThat(answer.text())
                .contains("could not be seen (", "see to it that it has a dead-letter queue")
                .doesNotContain(PASSWORD);
    }
}
