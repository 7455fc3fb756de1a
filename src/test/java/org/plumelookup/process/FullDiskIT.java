package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Accounts;
import org.plumelookup.support.Flow;
import org.plumelookup.support.LookupProcess;
import org.plumelookup.support.PackagedProgram;
import org.plumelookup.support.Results;
import org.plumelookup.support.Watch;

/** Takes the program its room: it says so, ends or holds, and goes on when there is room again. */
@DisabledOnOs(OS.WINDOWS)
class FullDiskIT {
    private static final String NAME = "accounts.csv";
    private static final List<String> IDS = IntStream.range(0, 1_000)
            .mapToObj(row -> row % 10 == 0 ? "NONE-" + row : "A-" + row)
            .toList();

    @TempDir
    private Path folder;

    private final FakePlume plume = new FakePlume();

    @AfterEach
    void closeFake() {
        plume.close();
    }

    @Test
    void aBatchWithoutRoomStopsOrHoldsAndIsCompletedWhenThereIsRoom() throws Exception {
        Watch watch = new Watch(plume, IDS);
        Path input = Accounts.write(folder.resolve("inbox").resolve(NAME), IDS);
        Path results = folder.resolve("outbox").resolve(NAME);
        PackagedProgram program = PackagedProgram.in(folder, plume);

        noRoomAtAllCostsNoCall(program.withFileLimit(64), input);
        aFileThatCannotGrowStopsTheRun(program.withFileLimit(300), input, results);
        Results before = Results.soFar(results);
        assertThat(before.size()).isBetween(100, 999);
        watch.noteAnswered(before);
        theServiceHolds(program.withFileLimit(300), input);
        watch.noteAnswered(Results.soFar(results));

        try (Flow room = Flow.start(plume, results.getParent())) {
            room.batch(input);
        }
        assertThat(Results.complete(results).size()).isEqualTo(IDS.size());
        watch.assertNothingAnsweredWasAskedAgain();
    }

    private void noRoomAtAllCostsNoCall(PackagedProgram program, Path input) {
        try (LookupProcess run = program.start("file", input.toString())) {
            assertThat(run.exit()).as(run.output()).isEqualTo(3);
            assertThat(run.output()).contains("Free disk space", "outbox");
        }
        assertThat(plume.stats().calls()).isZero();
    }

    private static void aFileThatCannotGrowStopsTheRun(PackagedProgram program, Path input, Path results)
            throws Exception {
        try (LookupProcess run = program.start("file", input.toString())) {
            assertThat(run.exit()).as(run.output()).isEqualTo(3);
            assertThat(run.output())
                    .contains("found.jsonl cannot be written", "Free disk space", "Started again, it goes on");
            assertThat(run.output()).doesNotContain("\tat ");
        }
        assertThat(Files.readString(results.resolve("found.jsonl"))).endsWith("}\n");
    }

    private static void theServiceHolds(PackagedProgram program, Path input) {
        try (LookupProcess run = program.start("run")) {
            run.awaitOutput("Hold: results cannot be delivered");
            assertThat(run.output()).contains("found.jsonl cannot be written");
            assertThat(input).exists();
        }
    }
}
