package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.demo.FakePlumeSettings;
import org.plumelookup.support.BrokerProcess;
import org.plumelookup.support.Program;
import org.plumelookup.support.Queues;

/** An edit of the routes of the queues is taken over while messages are in flight: each has its outcome once. */
@Execution(ExecutionMode.CONCURRENT)
class QueueReloadTest {
    private static final int MESSAGES = 400;
    private static final int EDITS = 3;

    @TempDir
    private Path folder;

    @Test
    void messagesInFlightAreNeitherLostNorAnsweredTwice() throws Exception {
        try (FakePlume plume = new FakePlume(
                        FakePlumeSettings.builder().delay(Duration.ofMillis(80)).build());
                BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"));
                Queues queues = Queues.of(broker)) {
            Program program = Program.in(folder)
                    .with("PLUME_API_URL", plume.url())
                    .with("PLUME_AUTH_TOKEN", "Bearer " + plume.issueToken())
                    .with("PLUME_BUDGET_CALLS_PER_SECOND", "0")
                    .with("PLUME_BUDGET_WINDOW_CALLS", "0")
                    .with("PLUME_JMS_BROKER_URL", broker.url())
                    .with("PLUME_JMS_USER", BrokerProcess.USER)
                    .with("PLUME_JMS_PASSWORD", BrokerProcess.PASSWORD)
                    .with("PLUME_RELOAD", "true");
            queues.sendAll(
                    "plume.accounts",
                    IntStream.range(0, MESSAGES)
                            .<Queues.Maker>mapToObj(n -> session -> session.createTextMessage("A-" + n))
                            .toList());
            Process service = program.start(program.home("bin/plume-lookup"), "run");
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
            service.destroy();
            program.end(service).with(0);
            List<Message> customers = queues.drain("plume.customers");
            assertThat(customers)
                    .extracting(
                            message -> Queues.json(message).path("accountId").asText())
                    .hasSize(MESSAGES)
                    .doesNotHaveDuplicates();
            assertThat(queues.count("plume.failures")).isZero();
            assertThat(queues.count(BrokerProcess.DEAD)).isZero();
        }
    }

    private static long takenOver(Program program) {
        try {
            return program.said()
                    .lines()
                    .filter(line -> line.contains("Taken over"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
