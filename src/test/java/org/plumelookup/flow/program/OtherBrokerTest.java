package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Message;
import jakarta.jms.Queue;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.demo.FakePlumeSettings;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.Program;
import org.plumelookup.support.Queues;

/** A broker of another make is used by its client jar in {@code lib/} and the lines of the README, without a build. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = LogCapture.LOG, mode = ResourceAccessMode.READ)
class OtherBrokerTest {
    private static final String REQUESTS = "plume.accounts";
    private static final int MESSAGES = 1_000;

    private final FakePlume plume = new FakePlume(FakePlumeSettings.builder()
            .fixedToken(Program.TOKEN)
            .delay(Duration.ofMillis(20))
            .build());
    private final BrokerService broker = new BrokerService();
    private Program program;
    private Queues queues;

    @BeforeEach
    void startActiveMqClassic(@TempDir Path folder) throws Exception {
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        String url = broker.addConnector("tcp://127.0.0.1:0").getConnectUri().toString();
        broker.start();
        queues = Queues.of(new ActiveMQConnectionFactory(url));
        Matcher lines = Pattern.compile("(?s)# or ActiveMQ Classic[^\n]*\n(.*?)\n```")
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(lines.find()).isTrue();
        program = Program.in(folder)
                .withJars("activemq-client", "hawtbuf")
                .calling(plume)
                .with("PLUME_BUDGET_CALLS_PER_SECOND", "0")
                .with("PLUME_BUDGET_WINDOW_CALLS", "0")
                .edit(
                        "config/application.properties",
                        text -> text.replace("plume.jms.broker-url=\n", "plume.jms.broker-url=bean:mq\n") + "\n"
                                + lines.group(1).replace("tcp://mq.example.com:61616", url) + "\n");
    }

    @AfterEach
    void stopAll() throws Exception {
        plume.close();
        broker.stop();
    }

    @Test
    void messagesAreAnsweredOnceThoughTheProgramIsKilled() throws Exception {
        queues.sendAll(
                REQUESTS,
                IntStream.range(0, MESSAGES)
                        .<Queues.Maker>mapToObj(
                                n -> session -> session.createTextMessage((n % 5 == 0 ? "NONE-" : "A-") + n))
                        .toList());
        Process killed = program.start(program.home("bin/plume-lookup"), "run");
        await().until(() -> plume.stats().searches() > MESSAGES / 4);
        killed.destroyForcibly().waitFor();
        assertThat(isEmpty(REQUESTS)).isFalse();

        Process service = program.start(program.home("bin/plume-lookup"), "run");
        Queue answers = queues.temporary();
        queues.send(REQUESTS, session -> {
            Message message = session.createTextMessage("B-1");
            message.setJMSReplyTo(answers);
            return message;
        });
        assertThat(Queues.json(queues.receive(answers)).path("outcome").asText())
                .isEqualTo("found");
        await().until(() -> isEmpty(REQUESTS));
        service.destroy();
        program.end(service).with(0);

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
