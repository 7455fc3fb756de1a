package org.plumelookup.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plumelookup.batch.BatchUnfinishedException;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.Accounts;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;
import org.plumelookup.support.Program;
import org.plumelookup.support.Results;
import org.plumelookup.support.Service;
import org.plumelookup.support.Watch;

/** Stops a batch whatever it is doing: it ends in good order, says how to go on, and does. */
@Execution(ExecutionMode.CONCURRENT)
class StoppedBatchTest {
    private static final String FORCED_SECONDS = "170"; // Camel's own limit, after which it waits no longer
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String NAME = "accounts.csv";
    private static final List<String> IDS = IntStream.range(0, 400)
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

    /** Names what a batch is doing when it is stopped. */
    enum Moment {
        AT_WORK,
        IN_RETRY_WAITS("plume.retry.delay", "10m", "plume.retry.max-delay", "10m"),
        IN_A_HOLD;

        private final String[] settings;

        /** Paces the calls, so that on a busy machine too most rows are left when the moment has come. */
        Moment(String... settings) {
            this.settings = Stream.concat(Stream.of(settings), Stream.of("plume.budget.calls-per-second", "25"))
                    .toArray(String[]::new);
        }

        void await(FakePlume plume, BooleanSupplier held) {
            Awaitility.await().until(() -> plume.stats().searches() >= 50);
            if (this == IN_A_HOLD) {
                plume.block(Duration.ofMinutes(5));
                Awaitility.await().until(held::getAsBoolean);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theServiceStopsSoonAndGoesOnWhenItIsStartedAgain(Moment moment) throws Exception {
        Path inbox = folder.resolve("inbox");
        Path input = Accounts.write(inbox.resolve(NAME), IDS);
        Path results = folder.resolve("outbox").resolve(NAME);
        Watch watch = new Watch(plume, IDS);
        Program program = Program.in(folder).configured("camel.main.shutdownTimeout=" + FORCED_SECONDS);
        try (Service service = program.calling(plume, moment.settings).service()) {
            moment.await(plume, () -> service.health("plume-hold").getState() == HealthCheck.State.DOWN);
            assertStopsSoon(service);
        }
        assertThat(input).exists();
        watch.noteAnswered(Results.soFar(results));
        plume.block(Duration.ZERO);
        try (Service again = program.calling(plume).service()) {
            Awaitility.await().until(() -> Files.exists(inbox.resolve(".done").resolve(NAME)));
        }
        assertAllIsFoundOnce(results, watch);
    }

    @ParameterizedTest
    @EnumSource
    void aFileStopsSoonAndGoesOnWhenItIsStartedAgain(Moment moment) throws Exception {
        Path input = Accounts.write(folder.resolve(NAME), IDS);
        Path results = folder.resolve("out").resolve(NAME);
        Watch watch = new Watch(plume, IDS);
        try (Flow flow = Flow.start(plume, results.getParent(), moment.settings)) {
            flow.context().getShutdownStrategy().setTimeout(Long.parseLong(FORCED_SECONDS));
            CompletableFuture<Summary> batch = flow.batchLater(input);
            moment.await(plume, flow::isHeld);
            assertStopsSoon(flow);
            assertThat(batch)
                    .failsWithin(Patience.LONGEST)
                    .withThrowableOfType(ExecutionException.class)
                    .havingRootCause()
                    .isInstanceOf(BatchUnfinishedException.class)
                    .withMessageContainingAll("is not finished", "it was stopped", "Started again, it goes on");
        }
        watch.noteAnswered(Results.soFar(results));
        plume.block(Duration.ZERO);
        try (Flow again = Flow.start(plume, results.getParent())) {
            again.batch(input);
        }
        assertAllIsFoundOnce(results, watch);
    }

    private static void assertStopsSoon(AutoCloseable running) {
        assertThat(CompletableFuture.runAsync(() -> {
                    try {
                        running.close();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                }))
                .succeedsWithin(SOON);
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
