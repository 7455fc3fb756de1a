package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.fake.Outage;
import org.plumelookup.support.Accounts;
import org.plumelookup.support.Flow;
import org.plumelookup.support.LookupProcess;
import org.plumelookup.support.PackagedProgram;
import org.plumelookup.support.Results;
import org.plumelookup.support.Scale;
import org.plumelookup.support.Service;
import org.plumelookup.support.Watch;

/**
 * Asks the program to stop (SIGTERM) whatever it is doing: it ends within seconds, says how to go on, and does.
 *
 * <p>The time is that of the slowest machine that is still at work; on an idle one it is less than a second.
 */
@Tag("crash")
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT)
class StopIT {
    private static final Duration SOON = Duration.ofSeconds(45); // camel.main.shutdownTimeout
    private static final String NAME = "accounts.csv";
    private static final List<String> IDS = IntStream.range(0, 1_000)
            .mapToObj(row -> row % 10 == 0 ? "FLAKY-1-" + row : "A-" + row)
            .toList();

    @TempDir
    private Path folder;

    private final FakePlume plume = new FakePlume(
            FakePlumeSettings.builder().delay(Duration.ofMillis(10)).build());

    @AfterEach
    void closeFake() {
        plume.close();
    }

    /** Names what the program is doing when it is stopped. */
    enum Moment {
        AT_WORK {
            @Override
            PackagedProgram program(PackagedProgram usual) {
                return paced(usual);
            }

            @Override
            void await(FakePlume plume, LookupProcess run) {
                awaitSearches(plume, 200);
            }
        },
        IN_RETRY_WAITS {
            @Override
            PackagedProgram program(PackagedProgram usual) {
                return paced(usual).with("PLUME_RETRY_DELAY", "10m").with("PLUME_RETRY_MAX_DELAY", "10m");
            }

            @Override
            void await(FakePlume plume, LookupProcess run) {
                awaitSearches(plume, 200);
            }
        },
        IN_A_HOLD {
            @Override
            PackagedProgram program(PackagedProgram usual) {
                return paced(usual);
            }

            @Override
            void await(FakePlume plume, LookupProcess run) {
                awaitSearches(plume, 50);
                plume.block(Duration.ofMinutes(5));
                run.awaitOutput("Hold: ");
            }
        };

        abstract PackagedProgram program(PackagedProgram usual);

        abstract void await(FakePlume plume, LookupProcess run);

        /** Paces the calls, so that on a busy machine too most rows are left when the moment has come. */
        private static PackagedProgram paced(PackagedProgram usual) {
            return usual.with("PLUME_BUDGET_CALLS_PER_SECOND", "100");
        }

        private static void awaitSearches(FakePlume plume, int calls) {
            Awaitility.await().until(() -> plume.stats().searches() >= calls);
        }
    }

    static List<Moment> moments() {
        return Scale.some(List.of(Moment.AT_WORK, Moment.IN_RETRY_WAITS, Moment.IN_A_HOLD));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void theServiceStopsSoonAndGoesOnWhenItIsStartedAgain(Moment moment) throws Exception {
        Path inbox = folder.resolve("inbox");
        Path input = Accounts.write(inbox.resolve(NAME), IDS);
        Path results = folder.resolve("outbox").resolve(NAME);
        Watch watch = new Watch(plume, IDS);
        PackagedProgram usual = PackagedProgram.in(folder, plume);
        try (LookupProcess run = moment.program(usual).start("run")) {
            moment.await(plume, run);
            assertThat(stopped(run)).as(run.output()).isZero();
            assertThat(run.output()).doesNotContain("\tat ", "results cannot be delivered");
        }
        assertThat(input).exists();
        watch.noteAnswered(Results.soFar(results));
        plume.block(Duration.ZERO);
        try (Service again = Service.start(plume, folder)) {
            Path done = inbox.resolve(".done").resolve(NAME);
            Awaitility.await().until(() -> Files.exists(done));
        }
        assertAllIsFoundOnce(results, watch);
    }

    static List<Moment> momentsOfAFile() {
        return Scale.some(List.of(Moment.IN_A_HOLD, Moment.IN_RETRY_WAITS, Moment.AT_WORK));
    }

    @ParameterizedTest
    @MethodSource("momentsOfAFile")
    void aFileStopsSoonAndGoesOnWhenItIsStartedAgain(Moment moment) throws Exception {
        Path input = Accounts.write(folder.resolve(NAME), IDS);
        Path results = folder.resolve("out").resolve(NAME);
        Watch watch = new Watch(plume, IDS);
        PackagedProgram usual = PackagedProgram.in(folder, plume);
        try (LookupProcess run = moment.program(usual).start("file", input.toString(), "--out", "out")) {
            moment.await(plume, run);
            assertThat(stopped(run)).as(run.output()).isEqualTo(3);
            assertThat(run.output()).contains("is not finished", "it was stopped", "Started again, it goes on");
            assertThat(run.output()).doesNotContain("\tat ");
        }
        watch.noteAnswered(Results.soFar(results));
        plume.block(Duration.ZERO);
        try (Flow again = Flow.start(plume, results.getParent())) {
            again.batch(input);
        }
        assertAllIsFoundOnce(results, watch);
    }

    @ParameterizedTest
    @MethodSource("momentsOfAFile")
    void anAccountStopsAtOnceAndTellsWhatIsNotAnswered(Moment moment) throws Exception {
        boolean hold = moment == Moment.IN_A_HOLD;
        plume.block(hold ? Duration.ofMinutes(5) : Duration.ZERO);
        String id = moment == Moment.IN_RETRY_WAITS ? "FLAKY-1-B" : "B";
        plume.outage(moment == Moment.AT_WORK ? Outage.SLOW : Outage.NONE);
        PackagedProgram usual =
                moment.program(PackagedProgram.in(folder, plume)).with("PLUME_CALL_TIMEOUT", "5m");
        try (LookupProcess run = usual.start("account", id, "C")) {
            if (hold) {
                run.awaitOutput("Hold: ");
            } else {
                Awaitility.await()
                        .until(() -> plume.callsOf(id) == 1
                                || moment == Moment.AT_WORK && plume.stats().calls() > 0);
            }
            Instant asked = Instant.now();
            assertThat(stopped(run)).as(run.output()).isEqualTo(3);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(SOON.dividedBy(2));
            assertThat(run.output())
                    .contains("Stopped.\n2 of 2 account IDs have no outcome. Look them up again:\n" + id + "\nC\n")
                    .doesNotContain("\tat ");
        }
    }

    private static int stopped(LookupProcess run) {
        run.stop();
        Awaitility.await().atMost(SOON).until(() -> !run.isAlive());
        return run.exit();
    }

    private static void assertAllIsFoundOnce(Path folder, Watch watch) {
        Results results = Results.complete(folder);
        assertThat(results.size()).isEqualTo(IDS.size());
        for (int row = 1; row <= IDS.size(); row++) {
            assertThat(results.outcome(row)).isEqualTo("found");
        }
        watch.assertNothingAnsweredWasAskedAgain();
    }
}
