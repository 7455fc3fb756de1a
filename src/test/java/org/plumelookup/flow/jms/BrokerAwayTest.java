package org.plumelookup.flow.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.apache.camel.health.HealthCheck;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.support.BrokerProcess;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.Queues;
import org.plumelookup.support.Service;

/** The service goes on by itself after a broker was away, and leaves messages in the broker while nobody may call. */
@ResourceLock(LogCapture.LOG)
@Execution(ExecutionMode.CONCURRENT)
class BrokerAwayTest {
    private static final String REQUESTS = "plume.accounts";
    private static final String CUSTOMERS = "plume.customers";

    @TempDir
    private Path folder;

    private final FakePlume plume = new FakePlume();

    @AfterEach
    void closeFake() {
        plume.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "bean"})
    void aBrokerThatIsAwayIsToldOnceAndWorkedWithWhenItIsThere(String kind) throws Exception {
        try (LogCapture log = new LogCapture();
                BrokerProcess broker = BrokerProcess.notStarted(folder.resolve("broker"));
                Service service = start(
                        kind.equals("tcp") ? broker.url() : "bean:mq",
                        "camel.beans.mq",
                        "#class:org.apache.qpid.jms.JmsConnectionFactory",
                        "camel.beans.mq.remoteURI",
                        broker.amqpUrl())) {
            awaitHealth(service, HealthCheck.State.DOWN);
            broker.startAgain();
            lookUp(broker, "A-1");
            awaitHealth(service, HealthCheck.State.UP);
            broker.kill();
            awaitHealth(service, HealthCheck.State.DOWN);
            broker.startAgain();
            lookUp(broker, "A-2");
            awaitHealth(service, HealthCheck.State.UP);
            assertThat(log.lines().stream().filter(line -> line.contains("cannot be worked with")))
                    .hasSize(2);
            assertThat(log.lines()).noneMatch(line -> line.contains(BrokerProcess.PASSWORD));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("\tat ")) // other tests have logs, too
                    .filteredOn(line -> line.matches("(?s).*(jms|artemis|qpid|netty).*"))
                    .isEmpty();
        }
    }

    private Service start(String brokerUrl, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "plume.jms.broker-url",
                brokerUrl,
                "plume.jms.user",
                BrokerProcess.USER,
                "plume.jms.password",
                BrokerProcess.PASSWORD));
        all.addAll(List.of(settings));
        return Service.start(plume, folder, all.toArray(String[]::new));
    }

    private static void lookUp(BrokerProcess broker, String id) throws Exception {
        try (Queues queues = Queues.of(broker)) {
            queues.send(REQUESTS, id);
            Awaitility.await().until(() -> queues.count(CUSTOMERS) == 1);
            assertThat(queues.receive(CUSTOMERS).getText()).contains(id);
        }
    }

    private static void awaitHealth(Service service, HealthCheck.State state) {
        Awaitility.await().until(() -> service.health("plume-broker").getState() == state);
        assertThat(service.health("plume-broker").getCheck().isLiveness()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "amqp"})
    void whileAHoldLastsMessagesStayInTheBrokerAndGoOnAfterIt(String protocol) throws Exception {
        int number = 200;
        int concurrency = 4;
        try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"));
                Queues queues = Queues.of(broker);
                Service service = start(
                        protocol.equals("tcp") ? broker.url() : broker.amqpUrl(),
                        "plume.concurrency",
                        Integer.toString(concurrency),
                        "plume.budget.window",
                        "2s")) {
            plume.block(Duration.ofMinutes(10));
            queues.sendAll(
                    REQUESTS,
                    IntStream.range(0, number)
                            .mapToObj(n -> (Queues.Maker) session -> session.createTextMessage("A-" + n))
                            .toList());
            StatefulService consumer = (StatefulService)
                    service.context().getRoute("plume-from-jms").getConsumer();
            Awaitility.await().until(() -> consumer.getStatus() == ServiceStatus.Suspended);
            long probes = plume.stats().calls();
            Awaitility.await().until(() -> plume.stats().calls() >= probes + 2);
            assertThat(queues.count(REQUESTS)).isEqualTo(number);
            assertThat(queues.delivering(REQUESTS)).isBetween(1L, (long) concurrency);
            plume.block(Duration.ZERO);
            Awaitility.await().until(() -> queues.count(CUSTOMERS) == number);
            assertThat(queues.count(REQUESTS)).isZero();
            assertThat(queues.count("plume.failures")).isZero();
            assertThat(consumer.getStatus()).isEqualTo(ServiceStatus.Started);
        }
    }

    @Test
    void aWrongPasswordIsToldAndNotShown() throws Exception {
        try (LogCapture log = new LogCapture();
                BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"));
                Service service = start(broker.url(), "plume.jms.password", "a-wrong-password")) {
            awaitHealth(service, HealthCheck.State.DOWN);
            assertThat(log.has("cannot be worked with")).isTrue();
            assertThat(log.has("a-wrong-password")).isFalse();
        }
    }
}
