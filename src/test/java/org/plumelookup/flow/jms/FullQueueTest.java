package org.plumelookup.flow.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.PlumeLookup;
import org.plumelookup.app.Installation;
import org.plumelookup.app.StandAlone;
import org.plumelookup.batch.ProgressDisplay;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.TestSettings;

/**
 * A stop ends in time though a message waits for room in a full queue, which the client of Artemis does without an end.
 */
class FullQueueTest {
    private static final int MESSAGES = 2_000;

    @Test
    @Timeout(180)
    void aStopDoesNotWaitForRoom(@TempDir Path folder) throws Exception {
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ()
                .setConfiguration(new ConfigurationImpl()
                        .setPersistenceEnabled(false)
                        .setSecurityEnabled(false)
                        .setJMXManagementEnabled(false)
                        .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:0")
                        .addAddressSetting("#", new AddressSettings())
                        .addAddressSetting(
                                "plume.customers",
                                new AddressSettings()
                                        .setMaxSizeBytes(20_000)
                                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK)));
        try (FakePlume plume = new FakePlume()) {
            broker.start();
            int port = ((NettyAcceptor)
                            broker.getActiveMQServer().getRemotingService().getAcceptor("tcp"))
                    .getActualPort();
            String url = "tcp://127.0.0.1:" + port;
            send(url);
            StandAlone program = program(plume, folder, url);
            program.start();
            awaitBlocked(plume);

            long begin = System.nanoTime();
            program.closeInTime();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            assertThat(plume.stats().searches()).isLessThan(MESSAGES);
        } finally {
            broker.stop();
        }
    }

    private static void send(String url) throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(url).createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue("plume.accounts"))) {
            for (int number = 0; number < MESSAGES; number++) {
                producer.send(session.createTextMessage("A-" + number));
            }
            session.commit();
        }
    }

    private static StandAlone program(FakePlume plume, Path folder, String url) {
        Map<String, String> settings = new HashMap<>(TestSettings.of(plume, "plume.jms.broker-url", url));
        settings.put("plume.file.inbox", folder.resolve("inbox").toString());
        settings.put("plume.file.outbox", folder.resolve("outbox").toString());
        settings.put("camel.main.shutdownTimeout", "1");
        settings.put("camel.main.jmxEnabled", "false");
        settings.put("plume.observe.port", "0");
        return new StandAlone(
                new Installation(Path.of("").toAbsolutePath(), Map.of(), PlumeLookup::new),
                settings,
                true,
                ProgressDisplay.log());
    }

    /** Waits until no call is made any more, because every lookup waits with its outcome. */
    private static void awaitBlocked(FakePlume plume) {
        AtomicLong before = new AtomicLong();
        await().during(Duration.ofSeconds(1)).until(() -> {
            long now = plume.stats().searches();
            return now > 0 && before.getAndSet(now) == now;
        });
    }
}
