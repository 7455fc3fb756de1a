package org.plumelookup.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.Connection;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.config.ConfigurationException;
import org.plumelookup.config.Keys;
import org.plumelookup.config.Prefix;
import org.plumelookup.support.LogCapture;

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
