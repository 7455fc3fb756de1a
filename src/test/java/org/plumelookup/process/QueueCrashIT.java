package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.BrokerProcess;
import org.plumelookup.support.LookupProcess;
import org.plumelookup.support.PackagedProgram;
import org.plumelookup.support.Queues;
import org.plumelookup.support.Requests;
import org.plumelookup.support.Scale;

/**
 * Kills the program, or the broker, again and again while messages are worked on: in the end each message has exactly
 * its outcomes on the queues.
 */
@Tag("crash")
@Execution(ExecutionMode.CONCURRENT)
class QueueCrashIT {
    private static final String REQUESTS = "plume.accounts";
    private static final String CUSTOMERS = "plume.customers";
    private static final String FAILURES = "plume.failures";

    @TempDir
    private Path folder;

    private final Random random = new Random(20_260_102);

    @Test
    void eachMessageHasItsOutcomesOnceHoweverOftenTheProgramIsKilled() throws Exception {
        int number = Scale.of(2_000);
        try (FakePlume plume = fake();
                BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"), Math.max(10, Scale.of(10)));
                Queues queues = Queues.of(broker)) {
            queues.sendAll(REQUESTS, Requests.of(number));
            AtomicInteger callsLeft = new AtomicInteger(-1);
            AtomicReference<LookupProcess> running = new AtomicReference<>();
            plume.onReceived(call -> {
                if (callsLeft.getAndUpdate(left -> left < 0 ? left : left - 1) == 0) {
                    running.get().kill();
                }
            });
            for (int left = Scale.of(20); left > 0; left--) {
                long waiting = queues.count(REQUESTS);
                assertThat(waiting)
                        .as("messages that are left for %d kills", left)
                        .isPositive();
                try (LookupProcess run = program(plume, broker).start("run")) {
                    running.set(run);
                    callsLeft.set(
                            left % 6 == 0 || left == 2
                                    ? random.nextInt(4)
                                    : random.nextInt(2 + (int) waiting / (left + 1)));
                    assertThat(run.exit()).as(run.output()).isEqualTo(137);
                }
            }
            callsLeft.set(-1);
            try (LookupProcess last = program(plume, broker).start("run")) {
                awaitNoRequests(queues);
                assertThat(last.output()).doesNotContain("\tat ");
            }
            assertOutcomes(number, queues);
        }
    }

    @Test
    void eachMessageHasItsOutcomesOnceHoweverOftenTheBrokerIsKilled() throws Exception {
        int number = Scale.of(800);
        int kills = Scale.of(5);
        try (FakePlume plume = fake();
                BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"))) {
            try (Queues queues = Queues.of(broker)) {
                queues.sendAll(REQUESTS, Requests.of(number));
            }
            try (LookupProcess run = program(plume, broker).start("run")) {
                for (int kill = 1; kill <= kills; kill++) {
                    long next = plume.stats().searches() + 1 + random.nextInt(number / (kills + 1));
                    Awaitility.await()
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> plume.stats().searches() >= next);
                    broker.kill();
                    broker.startAgain();
                }
                try (Queues queues = Queues.of(broker)) {
                    awaitNoRequests(queues);
                    assertOutcomes(number, queues);
                }
                assertThat(run.output()).doesNotContain("\tat ", BrokerProcess.PASSWORD);
                assertThat(run.output().lines().filter(line -> line.contains("is unavailable: ")))
                        .as(run.output())
                        .hasSizeBetween(1, kills);
            }
        }
    }

    @Test
    void aMessageThatKillsTheProgramEndsInTheDeadLetterQueueOfTheBroker() throws Exception {
        int deliveries = Scale.within(2, 4);
        try (FakePlume plume = fake();
                BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"), deliveries);
                Queues queues = Queues.of(broker)) {
            queues.send(REQUESTS, "POISON");
            AtomicReference<LookupProcess> running = new AtomicReference<>();
            plume.onReceived(call -> {
                if ("POISON".equals(call.accountId())) {
                    running.get().kill();
                }
            });
            int kills = 0;
            for (; queues.count(BrokerProcess.DEAD) == 0; kills++) {
                try (LookupProcess run = program(plume, broker).start("run")) {
                    running.set(run);
                    assertThat(run.exit()).as(run.output()).isEqualTo(137);
                }
                Awaitility.await().until(() -> queues.delivering(REQUESTS) == 0);
            }
            assertThat(kills).isBetween(deliveries / 2, deliveries);
            queues.send(REQUESTS, "A-1");
            try (LookupProcess run = program(plume, broker).start("run")) {
                assertThat(queues.receive(CUSTOMERS).getText()).contains("A-1");
                assertThat(queues.receive(BrokerProcess.DEAD).getText()).isEqualTo("POISON");
                assertThat(run.isAlive()).isTrue();
            }
            assertThat(queues.count(REQUESTS)).isZero();
        }
    }

    private PackagedProgram program(FakePlume plume, BrokerProcess broker) {
        return PackagedProgram.in(folder, plume).with(broker);
    }

    private static void awaitNoRequests(Queues queues) {
        Awaitility.await().pollInterval(Duration.ofMillis(200)).until(() -> queues.count(REQUESTS) == 0);
    }

    private static void assertOutcomes(int number, Queues queues) throws Exception {
        assertThat(queues.count(BrokerProcess.DEAD)).isZero();
        Requests.assertEachHasItsOutcomes(number, queues.drain(CUSTOMERS), queues.drain(FAILURES));
    }

    private static FakePlume fake() {
        return new FakePlume(
                FakePlumeSettings.builder().delay(Duration.ofMillis(3)).build());
    }
}
