package org.plumelookup.flow.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.apache.camel.health.HealthCheck;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Program;
import org.plumelookup.support.Queues;
import org.plumelookup.support.Service;
import org.plumelookup.support.TestBroker;

/** The service goes on by itself after a broker was away, and leaves messages in the broker while nobody may call. */
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
        TestBroker broker = TestBroker.notStarted(folder.resolve("broker"));
        Program program = program(kind.equals("tcp") ? broker.url() : "bean:mq")
                .configured("camel.beans.mq=#class:org.apache.qpid.jms.JmsConnectionFactory")
                .configured("camel.beans.mq.remoteURI=" + broker.amqpUrl());
        try (broker;
                Service service = program.service()) {
            awaitHealth(service, HealthCheck.State.DOWN);
            broker.startAgain();
            lookUp(broker, "A-1");
            awaitHealth(service, HealthCheck.State.UP);
            broker.stop();
            awaitHealth(service, HealthCheck.State.DOWN);
            broker.startAgain();
            lookUp(broker, "A-2");
            awaitHealth(service, HealthCheck.State.UP);
            assertThat(program.said().lines().filter(line -> line.contains("is unavailable: ")))
                    .hasSize(2);
            assertThat(program.said()).doesNotContain(TestBroker.PASSWORD, "\tat ");
        }
    }

    private Program program(String brokerUrl) throws Exception {
        return Program.in(folder)
                .calling(plume)
                .with("plume.jms.broker-url", brokerUrl)
                .with("plume.jms.user", TestBroker.USER)
                .with("plume.jms.password", TestBroker.PASSWORD);
    }

    private static void lookUp(TestBroker broker, String id) throws Exception {
        try (Queues queues = Queues.of(broker.url())) {
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
        try (TestBroker broker = TestBroker.start(folder.resolve("broker"));
                Queues queues = Queues.of(broker.url());
                Service service = program(protocol.equals("tcp") ? broker.url() : broker.amqpUrl())
                        .with("plume.concurrency", Integer.toString(concurrency))
                        .with("plume.budget.window", "2s")
                        .service()) {
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
        try (TestBroker broker = TestBroker.start(folder.resolve("broker"))) {
            Program program = program(broker.url()).with("plume.jms.password", "a-wrong-password");
            try (Service service = program.service()) {
                awaitHealth(service, HealthCheck.State.DOWN);
            }
            assertThat(program.said()).contains("is unavailable: ").doesNotContain("a-wrong-password");
        }
    }
}
