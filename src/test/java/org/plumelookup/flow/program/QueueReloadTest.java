package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.demo.FakePlumeSettings;
import org.plumelookup.support.Program;
import org.plumelookup.support.Queues;
import org.plumelookup.support.Service;
import org.plumelookup.support.TestBroker;

/** An edit of the routes of the queues is taken over while messages are in flight: each has its outcome once. */
class QueueReloadTest {
    private static final int MESSAGES = 400;
    private static final int EDITS = 3;

    @TempDir
    private Path folder;

    @Test
    void messagesInFlightAreNeitherLostNorAnsweredTwice() throws Exception {
        try (FakePlume plume = new FakePlume(
                        FakePlumeSettings.builder().delay(Duration.ofMillis(80)).build());
                TestBroker broker = TestBroker.start(folder.resolve("broker"));
                Queues queues = Queues.of(broker.url())) {
            Program program = Program.in(folder).calling(plume).using(broker).with("plume.reload", "true");
            queues.sendAll(
                    "plume.accounts",
                    IntStream.range(0, MESSAGES)
                            .<Queues.Maker>mapToObj(n -> session -> session.createTextMessage("A-" + n))
                            .toList());
            Service service = program.service();
            for (int edit = 1; edit <= EDITS; edit++) {
                long before = plume.stats().searches();
                await().until(() -> plume.stats().searches() > before);
                assertThat(queues.count("plume.accounts"))
                        .as("left to edit " + edit)
                        .isPositive();
                String words = "Edit " + edit + ", ";
                for (String file : List.of("plume-from-jms", "plume-to-queues")) {
                    program.edit(
                            "routes/" + file + ".camel.yaml",
                            text -> text.replace("    description: ", "    description: " + words));
                }
                int taken = edit;
                await().untilAsserted(() ->
                        assertThat(takenOver(program)).as(program.said()).isGreaterThanOrEqualTo(taken));
            }
            await().until(() -> queues.count("plume.accounts") == 0);
            service.close();
            assertThat(program.said()).doesNotContain("ERROR", "\tat ");
            List<Message> customers = queues.drain("plume.customers");
            assertThat(customers)
                    .extracting(
                            message -> Queues.json(message).path("accountId").asText())
                    .hasSize(MESSAGES)
                    .doesNotHaveDuplicates();
            assertThat(queues.count("plume.failures")).isZero();
            assertThat(queues.count(TestBroker.DEAD)).isZero();
        }
    }

    private static long takenOver(Program program) {
        return program.said()
                .lines()
                .filter(line -> line.contains("Taken over"))
                .count();
    }
}
