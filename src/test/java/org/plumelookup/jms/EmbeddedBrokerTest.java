package org.plumelookup.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.config.ConfigurationException;
import org.plumelookup.config.Keys;
import org.plumelookup.config.Prefix;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.LookupProcess;

/** The broker in this process keeps messages on disk, and what keeps it from starting is told with what to do. */
@ResourceLock(value = LogCapture.LOG, mode = ResourceAccessMode.READ)
class EmbeddedBrokerTest {
    @TempDir
    private Path folder;

    @Test
    void messagesOutliveTheBroker() throws Exception {
        EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("data"), 77);
        broker.start();
        try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection()) {
            Session session = connection.createSession();
            session.createProducer(session.createQueue("q")).send(session.createTextMessage("kept"));
        }
        broker.stop();
        broker.start();
        try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection()) {
            connection.start();
            Session session = connection.createSession();
            Queue queue = session.createQueue("q");
            assertThat(((TextMessage) session.createConsumer(queue).receive(5_000)).getText())
                    .isEqualTo("kept");
            assertThat(session.createBrowser(session.createQueue("plume-dead-letters"))
                            .getEnumeration()
                            .hasMoreElements())
                    .isFalse();
        }
        broker.stop();
    }

    @Test
    void aFolderThatCannotBeUsedIsTold() throws Exception {
        Files.writeString(folder.resolve("data"), "a file");
        EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("data"), 78);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(broker::start)
                .withMessageContaining(folder.resolve("data").toString())
                .withMessageContaining("plume.jms.broker-url");
    }

    @Test
    void aStartThatFailedCanBeTriedAgainWhenItsCauseIsMended() throws Exception {
        Path inTheWay =
                Files.writeString(Files.createDirectory(folder.resolve("data")).resolve("journal"), "a file");
        EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("data"), 79);
        assertThatExceptionOfType(ConfigurationException.class).isThrownBy(broker::start);
        Files.delete(inTheWay);
        broker.start();
        broker.stop();
    }

    @Test
    @Timeout(180)
    void aBrokerThatCouldNotWriteItsJournalIsStartedAgainWhenItCanAndHasLostNothing() throws Exception {
        Path data = folder.resolve("data");
        EmbeddedBroker broker = new EmbeddedBroker(data, 80);
        broker.start();
        Path journal = data.resolve("journal");
        try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection()) {
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(session.createQueue("q"));
            producer.send(session.createTextMessage("kept"));
            // As on a full disk: what is open can be written to, a further file cannot be made.
            Files.move(journal, data.resolve("aside"));
            Files.writeString(journal, "in the way");
            MessageProducer more = session.createProducer(session.createQueue("more"));
            assertThatExceptionOfType(JMSException.class).isThrownBy(() -> {
                for (int number = 0; number < 2_000; number++) {
                    more.send(session.createTextMessage("x".repeat(40_000)));
                }
            });
        }
        Files.delete(journal);
        Files.move(data.resolve("aside"), journal);
        await().ignoreExceptions().untilAsserted(() -> {
            try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection()) {
                connection.start();
                Session session = connection.createSession();
                assertThat(((TextMessage) session.createConsumer(session.createQueue("q"))
                                        .receive(5_000))
                                .getText())
                        .isEqualTo("kept");
            }
        });
        broker.stop();
    }

    @Test
    void aSecondServiceInTheSameFolderIsRefusedAndTheFirstStopsInGoodOrder() {
        try (FakePlume plume = new FakePlume()) {
            LookupProcess.Setup setup = LookupProcess.Setup.of(folder, plume).with("PLUME_JMS_BROKER_URL", "embedded");
            try (LookupProcess first = setup.start("run")) {
                first.awaitOutput("The embedded broker keeps its messages in " + folder.resolve("data"));
                try (LookupProcess second = setup.start("run")) {
                    assertThat(second.exit()).as(second.output()).isEqualTo(2);
                    assertThat(second.output()).contains("Another process may be using it", "plume.jms.broker-url");
                    assertThat(second.output()).doesNotContain("\tat ");
                }
                first.stop();
                assertThat(first.exit()).as(first.output()).isZero();
                assertThat(first.output()).doesNotContain("\tat ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "http://localhost", "tcp://", "amqp", "bean:", "tcp://a b", "embedded://x"})
    void aUrlThatNamesNoBrokerIsRefused(String url) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> settings(url))
                .withMessageContaining("plume.jms.broker-url = " + url + ": must be embedded, tcp://host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp://me:secret@host:1", "tcp://host:1?trustStorePassword=secret"})
    void aUrlWithASecretIsRefusedAndNotShown(String url) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> settings(url))
                .withMessageContaining("plume.jms.broker-url = (not shown)")
                .withMessageContaining("plume.jms.password")
                .matches(refusal -> !refusal.getMessage().contains("secret"));
    }

    private static BrokerSettings settings(String url) {
        return BrokerSettings.from(Keys.of(Map.of("plume.jms.broker-url", url), Prefix.PLUME));
    }
}
