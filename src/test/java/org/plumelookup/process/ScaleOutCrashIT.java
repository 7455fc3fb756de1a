package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.Accounts;
import org.plumelookup.support.BrokerProcess;
import org.plumelookup.support.Flow;
import org.plumelookup.support.LookupProcess;
import org.plumelookup.support.PackagedProgram;
import org.plumelookup.support.Postgres;
import org.plumelookup.support.Queues;
import org.plumelookup.support.Results;
import org.plumelookup.support.Scale;

/**
 * Spreads a batch over a dispatcher, workers and a collector, and kills each of them and the broker: in the end the
 * results are those of one process that nobody killed, and the budget that they share was kept.
 */
@Tag("crash")
@Execution(ExecutionMode.CONCURRENT)
class ScaleOutCrashIT {
    private static final int KILLS = Math.max(3, Scale.of(8));
    private static final int WORKERS = Scale.within(2, 4);
    private static final int ROWS = Scale.within(600, 5_000);
    private static final int WINDOW = ROWS / 4;
    private static final String NAME = "accounts.csv";

    @TempDir
    private Path folder;

    private final Random random = new Random(20_260_103);
    private final List<PackagedProgram> programs = new ArrayList<>();
    private final List<LookupProcess> processes = new ArrayList<>();

    @Test
    void theResultIsThatOfOneProcessWhoeverIsKilled() throws Exception {
        List<String> ids = Accounts.ids(ROWS);
        Results single = undisturbed(ids);
        Postgres postgres = Postgres.database();
        FakePlumeSettings walled = FakePlumeSettings.builder()
                .window(WINDOW, Duration.ofSeconds(2))
                .build();
        try (FakePlume plume = new FakePlume(walled);
                BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"), Math.max(10, Scale.of(10)))) {
            PackagedProgram usual = PackagedProgram.in(folder, plume)
                    .with(broker)
                    .with("PLUME_BUDGET_WINDOW_CALLS", String.valueOf(WINDOW))
                    // A second more than the firewall's, for calls that a busy machine delays.
                    .with("PLUME_BUDGET_WINDOW", "3s")
                    .with("PLUME_BUDGET_STORE", postgres.url());
            Path results = folder.resolve("outbox").resolve(NAME);
            try {
                programs.add(usual.installed(
                        folder.resolve("dispatcher"),
                        "plume-to-channels",
                        "scale-out/plume-dispatch",
                        "scale-out/plume-to-requests"));
                programs.add(
                        usual.installed(folder.resolve("collector"), "plume-to-channels", "scale-out/plume-collect"));
                for (int worker = 1; worker <= WORKERS; worker++) {
                    programs.add(usual.from(Files.createDirectories(folder.resolve("worker-" + worker))));
                }
                programs.forEach(each -> processes.add(each.start("run")));
                Accounts.write(folder.resolve("inbox").resolve(NAME), ids);
                for (int kill = 1; kill <= KILLS; kill++) {
                    int enough = ROWS / (KILLS + 2) * kill;
                    awaitSlowly(() -> answered(results) >= enough);
                    kill(kill, broker);
                }
                Path done = folder.resolve("inbox/.done").resolve(NAME);
                Awaitility.await().until(() -> Files.exists(done));
                try (Queues queues = Queues.of(broker)) { // an input is filed before its last outcome is committed
                    awaitSlowly(() -> queues.count("plume.outcomes") == 0);
                }
                assertThat(processes)
                        .allSatisfy(process ->
                                assertThat(process.output()).doesNotContain("\tat ", BrokerProcess.PASSWORD));
            } finally {
                processes.forEach(LookupProcess::close);
            }
            assertThat(Results.complete(results).comparable()).isEqualTo(single.comparable());
            assertThat(plume.stats().refused()).isZero();
            assertThat(plume.stats().peak()).isLessThanOrEqualTo(WINDOW);
            try (Queues queues = Queues.of(broker)) {
                assertThat(queues.count("plume.accounts")).isZero();
                assertThat(queues.count("plume.outcomes")).isZero();
                assertThat(queues.count(BrokerProcess.DEAD)).isZero();
            }
        }
    }

    /** Kills the broker now and then, each other process by turns or by chance, and starts it again. */
    private void kill(int number, BrokerProcess broker) {
        if (number % 5 == 3) {
            broker.kill();
            broker.startAgain();
            return;
        }
        int victim = number <= 2 ? number - 1 : random.nextInt(processes.size());
        processes.get(victim).close();
        processes.set(victim, programs.get(victim).start("run"));
    }

    /** Waits for what costs those who are watched some time, too. */
    private static void awaitSlowly(Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(200)).until(condition);
    }

    private static long answered(Path results) {
        return Stream.of("found.jsonl", "errors.jsonl")
                .map(results::resolve)
                .filter(Files::exists)
                .flatMap(ScaleOutCrashIT::lines)
                .filter(line -> !line.contains("\"match\":") || line.contains("\"match\":1,"))
                .count();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readString(file).lines();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private Results undisturbed(List<String> ids) throws Exception {
        Path input = Accounts.write(folder.resolve("single").resolve(NAME), ids);
        Path out = folder.resolve("single/out");
        try (FakePlume plume = new FakePlume();
                Flow flow = Flow.start(plume, out)) {
            flow.batch(input);
            return Results.complete(out.resolve(NAME));
        }
    }
}
