package org.plumelookup.flow.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.resilience.Hold;
import org.plumelookup.resilience.HoldCause;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;
import org.plumelookup.support.Postgres;

/** Promise: however many share one budget, together they are never over it and use it. */
@Execution(ExecutionMode.CONCURRENT)
class SharedBudgetTest {
    private final Postgres store = Postgres.database();

    @TempDir
    private Path folder;

    @Test
    void manyTogetherNeverExceedTheWindowAndUseIt() throws Exception {
        int window = 60;
        try (FakePlume plume = new FakePlume(FakePlumeSettings.builder()
                .window(window, Duration.ofSeconds(2))
                .build())) {
            List<Flow> flows = new ArrayList<>();
            List<CompletableFuture<Summary>> batches = new ArrayList<>();
            for (int number = 0; number < 4; number++) {
                // A second more than the firewall's, and few in flight, for calls that a busy machine delays.
                Flow flow = flow(plume, window, "3s", "plume.concurrency", "3");
                flows.add(flow);
                batches.add(flow.batchLater(accounts("file-" + number, 20)));
            }
            for (CompletableFuture<Summary> batch : batches) {
                assertThat(Patience.result(batch).outcomes())
                        .containsOnlyKeys("found")
                        .containsEntry("found", 20L);
            }
            flows.forEach(Flow::close);

            assertThat(plume.stats().refused()).isZero();
            assertThat(plume.stats().peak()).isBetween(window / 3L, (long) window);
        }
    }

    private Path accounts(String name, int count) {
        return Flow.file(folder.resolve(name), IntStream.range(0, count).mapToObj(i -> name + "-" + i));
    }

    private Flow flow(FakePlume plume, int calls, String window, String... more) {
        String[] settings = Stream.concat(
                        Stream.of(
                                "plume.budget.window-calls",
                                String.valueOf(calls),
                                "plume.budget.window",
                                window,
                                "plume.budget.store",
                                store.url()),
                        Stream.of(more))
                .toArray(String[]::new);
        return Flow.start(plume, folder.resolve("outbox"), settings);
    }

    @Test
    void whileTheStoreIsAwayNobodyCallsAndAfterwardsEverybodyGoesOn() throws Exception {
        try (FakePlume plume = new FakePlume();
                Flow flow = flow(plume, 1_000_000, "5m")) {
            AtomicInteger received = new AtomicInteger();
            plume.onReceived(call -> {
                if (received.incrementAndGet() == 50) {
                    store.refuse();
                }
            });
            CompletableFuture<Summary> batch = flow.batchLater(accounts("accounts", 300));
            await().until(() -> flow.hold() != null);
            assertThat(flow.hold().cause()).isEqualTo(HoldCause.BUDGET);
            assertThat(flow.hold().why()).contains("plume.budget.store cannot be used");
            long calls = plume.stats().calls();
            await().until(() -> flow.hold().round() > 0);
            // What had its share of the budget before may still arrive.
            assertThat(plume.stats().calls()).isBetween(calls, calls + 8);
            store.accept();

            assertThat(Patience.result(batch).outcomes())
                    .containsOnlyKeys("found")
                    .containsEntry("found", 300L);
            assertThat(flow.holds()).extracting(Hold::cause).containsOnly(HoldCause.BUDGET);
        }
    }

    @Test
    void aPasswordThatIsReplacedInItsFileIsThatOfTheNextConnection() throws Exception {
        String user = store.user("first");
        store.run("GRANT CREATE ON SCHEMA public TO " + user);
        Path file = Files.writeString(folder.resolve("password"), "first\n");
        try (FakePlume plume = new FakePlume();
                Flow flow = flow(
                        plume,
                        1_000_000,
                        "5m",
                        "plume.budget.store",
                        store.url(user),
                        "plume.budget.store-password-file",
                        file.toString())) {
            assertThat(flow.lookup("A1").found()).isTrue();
            store.run("ALTER ROLE " + user + " PASSWORD 'second'");
            store.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + user + "'");
            Files.writeString(file, "second\n");
            assertThat(Patience.result(flow.lookupLater("A2")).found()).isTrue();
        }
    }

    @Test
    void aStoreThatIsAwayAtTheStartIsWaitedFor() throws Exception {
        store.refuse();
        try (FakePlume plume = new FakePlume();
                Flow flow = flow(plume, 1_000, "5m")) {
            CompletableFuture<LookupOutcome> lookup = flow.lookupLater("A1");
            CompletableFuture<Summary> batch = flow.batchLater(accounts("accounts", 3));
            await().until(() -> flow.hold() != null);
            assertThat(plume.stats().calls()).isZero();
            store.accept();

            assertThat(Patience.result(lookup).found()).isTrue();
            assertThat(Patience.result(batch).outcomes()).containsEntry("found", 3L);
        }
    }

    @Test
    void whoStartsWithOtherLimitsChangesThemForAll() {
        try (FakePlume plume = new FakePlume();
                Flow first = flow(plume, 1_000_000, "1s")) {
            assertThat(first.lookup("A1").found()).isTrue();
            try (Flow second = flow(plume, 20, "2s")) {
                assertThat(second.lookup("A2").found()).isTrue();
                long before = plume.stats().calls();
                long began = System.nanoTime();
                first.batch(accounts("accounts", 30));

                // At twenty in two seconds thirty more take at least two; at the limits of the first, none.
                assertThat(plume.stats().calls() - before).isEqualTo(30);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(2));
            }
        }
    }

    @Test
    void processesThatBeginTogetherCreateTheTableOnce() {
        try (FakePlume plume = new FakePlume()) {
            List<Flow> flows = IntStream.range(0, 4)
                    .mapToObj(i -> flow(plume, 1_000, "1s"))
                    .toList();
            List<CompletableFuture<LookupOutcome>> lookups =
                    flows.stream().map(flow -> flow.lookupLater("A1")).toList();

            assertThat(lookups)
                    .allSatisfy(lookup ->
                            assertThat(Patience.result(lookup).found()).isTrue());
            assertThat(flows).allSatisfy(flow -> assertThat(flow.holds()).isEmpty());
            assertThat(store.rows("SELECT id FROM plume_call_budget")).containsExactly(plume.url());
            flows.forEach(Flow::close);
        }
    }

    @Test
    void aPasswordInTheUrlIsRefusedAndNotShown() {
        try (FakePlume plume = new FakePlume()) {
            assertThatThrownBy(() -> Flow.start(
                            plume, folder, "plume.budget.store", "jdbc:postgresql://localhost/x?password=my-password"))
                    .hasMessageContaining("plume.budget.store = (not shown): must be local, or a JDBC URL")
                    .hasMessageNotContaining("my-password");
        }
    }
}
