package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.Patience;
import org.plumelookup.support.Program;
import org.plumelookup.support.Queues;
import org.plumelookup.support.Service;
import org.plumelookup.support.TestBroker;

/** An edit of the routes of the queues is taken over while messages are in flight: each has its outcome once. */
class QueueReloadTest {
    private static final String REQUESTS = "plume.accounts";
    private static final int AHEAD = 40;
    private static final int EDITS = 3;

    @TempDir
    private Path folder;

    @Test
    void messagesInFlightAreNeitherLostNorAnsweredTwice() throws Exception {
        try (FakePlume plume = new FakePlume(
                        FakePlumeSettings.builder().delay(Duration.ofMillis(40)).build());
                TestBroker broker = TestBroker.start(folder.resolve("broker"));
                Queues queues = Queues.of(broker.url())) {
            Program program = Program.in(folder).calling(plume).using(broker).with("plume.reload", "true");
            AtomicBoolean enough = new AtomicBoolean();
            FutureTask<Integer> sender = new FutureTask<>(() -> send(broker, plume, enough));
            try (Service service = program.service()) {
                new Thread(sender, "sender").start();
                for (int edit = 1; edit <= EDITS; edit++) {
                    long before = plume.stats().searches();
                    await().until(() -> plume.stats().searches() > before + AHEAD);
                    edit(program, "Edit " + edit + ", ");
                    int taken = edit;
                    await().untilAsserted(() ->
                            assertThat(takenOver(program)).as(program.said()).isGreaterThanOrEqualTo(taken));
                }
                enough.set(true);
                sender.get(Patience.LONGEST.toMillis(), TimeUnit.MILLISECONDS);
                await().until(() -> queues.count(REQUESTS) == 0);
            } finally {
                enough.set(true);
            }
            assertThat(program.said()).doesNotContain("ERROR", "\tat ");
            List<Message> customers = queues.drain("plume.customers");
            assertThat(customers)
                    .extracting(
                            message -> Queues.json(message).path("accountId").asText())
                    .hasSize(sender.get())
                    .doesNotHaveDuplicates();
            assertThat(queues.count("plume.failures")).isZero();
            assertThat(queues.count(TestBroker.DEAD)).isZero();
        }
    }

    /** Sends messages, always a few more than are answered, and returns how many. */
    private static int send(TestBroker broker, FakePlume plume, AtomicBoolean enough) throws Exception {
        int sent = 0;
        try (Queues queues = Queues.of(broker.url())) {
            while (!enough.get()) {
                queues.send(REQUESTS, "A-" + sent++);
                int ahead = sent - AHEAD;
                await().until(() -> enough.get() || plume.stats().searches() > ahead);
            }
        }
        return sent;
    }

    private static void edit(Program program, String words) throws Exception {
        for (String file : List.of("plume-from-jms", "plume-to-queues")) {
            program.edit(
                    "routes/" + file + ".camel.yaml",
                    text -> text.replace("    description: ", "    description: " + words));
        }
    }

    private static long takenOver(Program program) {
        return program.said().lines().filter(line -> line.contains("Applied")).count();
    }
}
