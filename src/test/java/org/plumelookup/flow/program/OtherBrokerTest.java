package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.broker.TransportConnector;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.Program;
import org.plumelookup.support.Queues;
import org.plumelookup.support.Service;

/** A broker of another make is used by the lines of docs/jms.md, without a build. */
class OtherBrokerTest {
    private static final String REQUESTS = "plume.accounts";
    private static final int MESSAGES = 300;

    private final FakePlume plume = new FakePlume(
            FakePlumeSettings.builder().delay(Duration.ofMillis(20)).build());
    private final BrokerService broker = new BrokerService();
    private TransportConnector toProgram;
    private Program program;
    private Queues queues;

    @BeforeEach
    void startActiveMqClassic(@TempDir Path folder) throws Exception {
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        toProgram = broker.addConnector("tcp://127.0.0.1:0");
        TransportConnector toTest = broker.addConnector("tcp://127.0.0.1:0");
        broker.start();
        String url = toProgram.getConnectUri().toString();
        queues = Queues.of(new ActiveMQConnectionFactory(toTest.getConnectUri()));
        Matcher lines = Pattern.compile("(?s)# or ActiveMQ Classic[^\n]*\n(.*?)\n```")
                .matcher(Files.readString(Path.of("docs/jms.md")));
        assertThat(lines.find()).isTrue();
        program = Program.in(folder)
                .calling(plume)
                .with("plume.jms.broker-url", "bean:mq")
                .configured(lines.group(1).replace("tcp://mq.example.com:61616", url));
    }

    @AfterEach
    void stopAll() throws Exception {
        plume.close();
        broker.stop();
    }

    @Test
    void messagesAreAnsweredOnceThoughConnectionsBreakAndTheServiceIsStartedAgain() throws Exception {
        queues.sendAll(
                REQUESTS,
                IntStream.range(0, MESSAGES)
                        .<Queues.Maker>mapToObj(
                                n -> session -> session.createTextMessage((n % 5 == 0 ? "NONE-" : "A-") + n))
                        .toList());
        plume.onReceived(call -> {
            if (plume.stats().searches() > MESSAGES / 2) {
                plume.block(Duration.ofMinutes(10)); // so that something is left
            }
        });
        try (Service stopped = program.service()) {
            await().until(() -> plume.stats().searches() > MESSAGES / 4);
            assertThat(toProgram.getConnections()).isNotEmpty();
            for (TransportConnection connection : toProgram.getConnections()) {
                connection.serviceTransportException(new IOException("cut")); // as when the program is killed
            }
            await().until(() -> stopped.health("plume-hold").getState() == HealthCheck.State.DOWN);
        }
        plume.onReceived(null);
        plume.block(Duration.ZERO);
        assertThat(isEmpty(REQUESTS)).isFalse();

        try (Service service = program.service()) {
            Queue answers = queues.temporary();
            queues.send(REQUESTS, session -> {
                Message message = session.createTextMessage("B-1");
                message.setJMSReplyTo(answers);
                return message;
            });
            assertThat(Queues.json(queues.receive(answers)).path("outcome").asText())
                    .isEqualTo("found");
            await().until(() -> isEmpty(REQUESTS));
        }
        assertThat(program.said()).doesNotContain("ERROR", "\tat ");

        List<Message> customers = queues.drain("plume.customers", MESSAGES * 4 / 5);
        List<Message> failures = queues.drain("plume.failures", MESSAGES / 5);
        assertThat(customers).hasSize(MESSAGES * 4 / 5);
        assertThat(Stream.concat(customers.stream(), failures.stream())
                        .map(message -> Queues.json(message).path("accountId").asText()))
                .hasSize(MESSAGES)
                .doesNotHaveDuplicates();
    }

    private boolean isEmpty(String queue) throws Exception {
        return broker.checkQueueSize(queue);
    }
}
