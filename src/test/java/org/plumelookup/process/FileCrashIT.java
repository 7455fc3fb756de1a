package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.plumelookup.support.Flow;
import org.plumelookup.support.LookupProcess;
import org.plumelookup.support.PackagedProgram;
import org.plumelookup.support.Results;
import org.plumelookup.support.Scale;
import org.plumelookup.support.Watch;

/**
 * Kills the program at random calls, and starts it again until it ends by itself: in the end the results are those of
 * a run that nobody killed, and nothing that was answered was asked for again.
 */
@Tag("crash")
@Execution(ExecutionMode.CONCURRENT)
class FileCrashIT {
    private static final String NAME = "accounts.csv";

    @TempDir
    private Path folder;

    private final Random random = new Random(20_260_101);

    @Test
    void aFileIsAnsweredOnceHoweverOftenItsRunIsKilled() throws Exception {
        List<String> ids = Accounts.ids(Scale.within(600, 3_000));
        Run undisturbed = undisturbed(ids);
        try (FakePlume plume = fake()) {
            Watch watch = new Watch(plume, ids);
            PackagedProgram program = program(plume);
            Path input = Accounts.write(folder.resolve(NAME), ids);
            Path results = folder.resolve("out").resolve(NAME);
            for (int left = Scale.of(25); left > 0; left--) {
                try (LookupProcess run = program.start("file", input.toString(), "--out", "out")) {
                    watch.killAfter(calls(ids.size(), results, left), run::kill);
                    assertThat(run.exit()).as(run.output()).isEqualTo(137);
                    watch.noteOutput(run.output());
                }
                watch.noteAnswered(Results.soFar(results));
            }
            killWhileItIsCompleted(program, watch, input, results);
            try (LookupProcess last = program.start("file", input.toString(), "--out", "out")) {
                assertThat(last.exit()).as(last.output()).isZero();
                watch.noteOutput(last.output());
            }
            assertThat(Results.complete(results).comparable()).isEqualTo(undisturbed.results.comparable());
            assertThat(namesIn(results)).isEqualTo(namesIn(undisturbed.folder));
            watch.assertNothingAnsweredWasAskedAgain();
            watch.assertOnlyWhatWasUnderWayCostMore(undisturbed.calls);
        }
    }

    /** Kills as soon as the files of a complete batch appear; a run that is quicker than its killer is no harm. */
    private static void killWhileItIsCompleted(PackagedProgram program, Watch watch, Path input, Path results) {
        watch.calm();
        List<String> names = List.of("found.csv.part", "results.csv.part", "errors.csv", "report.html", "summary.json");
        for (String name : Scale.some(names)) {
            try (LookupProcess run = program.start("file", input.toString(), "--out", "out")) {
                Awaitility.await()
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> !run.isAlive() || Files.exists(results.resolve(name)));
                run.kill();
                run.exit();
                watch.noteOutput(run.output());
            }
            watch.noteAnswered(Results.soFar(results));
        }
    }

    @Test
    void theServiceGoesOnWithAFileOfItsInboxHoweverOftenItIsKilled() throws Exception {
        List<String> ids = Accounts.ids(Scale.within(300, 600));
        Run undisturbed = undisturbed(ids);
        try (FakePlume plume = fake()) {
            Watch watch = new Watch(plume, ids);
            PackagedProgram program = program(plume);
            Path inbox = folder.resolve("inbox");
            Accounts.write(inbox.resolve(NAME), ids);
            Path results = folder.resolve("outbox").resolve(NAME);
            for (int left = Scale.of(5); left > 0; left--) {
                try (LookupProcess run = program.start("run")) {
                    watch.killAfter(calls(ids.size(), results, left), run::kill);
                    assertThat(run.exit()).as(run.output()).isEqualTo(137);
                    watch.noteOutput(run.output());
                }
                watch.noteAnswered(Results.soFar(results));
            }
            watch.calm();
            LookupProcess last = program.start("run");
            try (last) {
                Awaitility.await()
                        .until(() -> Files.exists(inbox.resolve(".done").resolve(NAME))
                                && Files.notExists(inbox.resolve(NAME)));
            }
            watch.noteOutput(last.output());
            assertThat(namesIn(inbox)).containsExactly(".done");
            assertThat(namesIn(inbox.resolve(".done"))).containsExactly(NAME);
            assertThat(namesIn(results.getParent())).containsExactly(NAME);
            assertThat(Results.complete(results).comparable()).isEqualTo(undisturbed.results.comparable());
            watch.assertNothingAnsweredWasAskedAgain();
            watch.assertOnlyWhatWasUnderWayCostMore(undisturbed.calls);
        }
    }

    /**
     * Chooses after how many calls to kill: at the very first now and then, and never so late that no kill is left to
     * do.
     */
    private int calls(int rows, Path results, int killsLeft) {
        int unanswered = rows - Results.soFar(results).size();
        return killsLeft % 6 == 0 || killsLeft == 2
                ? random.nextInt(3)
                : random.nextInt(1 + unanswered * 3 / 2 / (killsLeft + 1));
    }

    /** Holds what a run without a kill came to. */
    private record Run(Path folder, Results results, Map<String, Long> calls) {}

    private Run undisturbed(List<String> ids) throws Exception {
        Path out = folder.resolve("undisturbed/out");
        Path input = Accounts.write(folder.resolve("undisturbed").resolve(NAME), ids);
        try (FakePlume plume = fake();
                Flow flow = Flow.start(plume, out, "plume.hold.canary", "false")) {
            flow.batch(input);
            Results results = Results.complete(out.resolve(NAME));
            assertThat(results.size()).isEqualTo(ids.size());
            return new Run(out.resolve(NAME), results, plume.callsPerAccount());
        }
    }

    /** Sends no canary, so that each call is for a row: it would ask for accounts that are answered. */
    private PackagedProgram program(FakePlume plume) {
        return PackagedProgram.in(folder, plume).with("PLUME_HOLD_CANARY", "false");
    }

    private static FakePlume fake() {
        return new FakePlume(
                FakePlumeSettings.builder().delay(Duration.ofMillis(3)).build());
    }

    private static List<String> namesIn(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
