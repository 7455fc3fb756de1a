package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.support.Accounts;
import org.plumelookup.support.LookupProcess;
import org.plumelookup.support.LookupProcess.Setup;
import org.plumelookup.support.Results;
import org.plumelookup.support.Watch;

/** Takes the program its room, its outbox, its input file and its turn: it says so, mixes nothing and goes on later. */
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT)
class DiskIT {
    private static final String NAME = "accounts.csv";

    @TempDir
    private Path folder;

    private final FakePlume plume = new FakePlume();

    @AfterEach
    void closeFake() {
        plume.close();
    }

    @Test
    void aFileThatCannotGrowStopsTheRunAndTheNextOneGoesOn() throws Exception {
        List<String> ids = ids(1_000);
        Watch watch = new Watch(plume, ids);
        Path input = Accounts.write(folder.resolve(NAME), ids);
        Setup setup = Setup.of(folder, plume);
        Path results = folder.resolve("out").resolve(NAME);
        try (LookupProcess run = setup.withFileLimit(300).start("file", input.toString(), "--out", "out")) {
            assertThat(run.exit()).as(run.output()).isEqualTo(3);
            assertThat(run.output())
                    .contains("found.jsonl cannot be written", "Make room", "Started again, it goes on");
            assertThat(run.output()).doesNotContain("\tat ");
        }
        assertThat(Files.readString(results.resolve("found.jsonl"))).endsWith("}\n");
        Results before = Results.soFar(results);
        assertThat(before.size()).isBetween(100, 999);
        watch.noteAnswered(before);
        assertItIsCompleted(setup, input, results, ids);
        watch.assertNothingAnsweredWasAskedAgain();
    }

    @Test
    void aFolderWithoutRoomCostsNoCall() throws Exception {
        Path input = Accounts.write(folder.resolve(NAME), ids(10));
        try (LookupProcess run =
                Setup.of(folder, plume).withFileLimit(64).start("file", input.toString(), "--out", "out")) {
            assertThat(run.exit()).as(run.output()).isEqualTo(3);
            assertThat(run.output()).contains("Make room", Path.of("out").toString());
        }
        assertThat(plume.stats().calls()).isZero();
        assertItIsCompleted(
                Setup.of(folder, plume), input, folder.resolve("out").resolve(NAME), ids(10));
    }

    @Test
    void anOutboxThatIsAFileIsTold() throws Exception {
        Path input = Accounts.write(folder.resolve(NAME), ids(10));
        Path outbox = Files.createFile(folder.resolve("out"));
        try (LookupProcess run = Setup.of(folder, plume).start("file", input.toString(), "--out", "out")) {
            assertThat(run.exit()).as(run.output()).isEqualTo(3);
            assertThat(run.output()).contains(outbox.getFileName().toString(), "mend");
        }
        assertThat(plume.stats().calls()).isZero();
    }

    @Test
    void theServiceHoldsUntilItsOutboxIsMendedAndThenGoesOnByItself() throws Exception {
        Path inbox = folder.resolve("inbox");
        Path input = Accounts.write(inbox.resolve(NAME), ids(100));
        Path outbox = Files.createFile(folder.resolve("outbox"));
        try (LookupProcess run = Setup.of(folder, plume).start("run")) {
            run.awaitOutput("Hold: results cannot be delivered");
            assertThat(input).exists();
            assertThat(plume.stats().calls()).isZero();
            Files.delete(outbox);
            awaitFile(inbox.resolve(".done").resolve(NAME));
        }
        assertThat(Results.complete(outbox.resolve(NAME)).size()).isEqualTo(100);
    }

    @Test
    void theServiceHoldsWhileThereIsNoRoomAndGoesOnAfterARestart() throws Exception {
        List<String> ids = ids(1_000);
        Watch watch = new Watch(plume, ids);
        Path inbox = folder.resolve("inbox");
        Path input = Accounts.write(inbox.resolve(NAME), ids);
        Path results = folder.resolve("outbox").resolve(NAME);
        try (LookupProcess run = Setup.of(folder, plume).withFileLimit(300).start("run")) {
            run.awaitOutput("Hold: results cannot be delivered");
            assertThat(run.output()).contains("found.jsonl cannot be written");
            assertThat(input).exists();
        }
        watch.noteAnswered(Results.soFar(results));
        try (LookupProcess run = Setup.of(folder, plume).start("run")) {
            awaitFile(inbox.resolve(".done").resolve(NAME));
        }
        assertThat(Results.complete(results).size()).isEqualTo(ids.size());
        watch.assertNothingAnsweredWasAskedAgain();
    }

    @Test
    void theServiceHoldsWhileTheLastFilesCannotBeWrittenAndAsksNothingAgain() throws Exception {
        Path inbox = folder.resolve("inbox");
        Path input = Accounts.write(inbox.resolve(NAME), ids(20));
        Path results = folder.resolve("outbox").resolve(NAME);
        Path inTheWay = Files.createDirectories(results.resolve("found.csv.part"));
        try (LookupProcess run = Setup.of(folder, plume).start("run")) {
            run.awaitOutput("Hold: results cannot be delivered");
            assertThat(run.output()).contains("found.csv.part", "Make room or mend the rights");
            assertThat(input).exists();
            Files.delete(inTheWay);
            awaitFile(inbox.resolve(".done").resolve(NAME));
        }
        assertThat(Results.complete(results).size()).isEqualTo(20);
        assertThat(plume.callsPerAccount().values()).allMatch(calls -> calls == 1);
    }

    @Test
    void aChangedFileIsNotMixedIntoAnUnfinishedBatch() throws Exception {
        Path input = Accounts.write(folder.resolve(NAME), ids(1_000));
        Path results = killedHalfway(input, "out");
        Files.delete(input);
        Accounts.write(input, ids(900));
        String found = Files.readString(results.resolve("found.jsonl"));
        long calls = plume.stats().calls();
        try (LookupProcess run = Setup.of(folder, plume).start("file", input.toString(), "--out", "out")) {
            assertThat(run.exit()).as(run.output()).isEqualTo(2);
            assertThat(run.output()).contains("unfinished batch of another " + NAME, "delete the folder");
        }
        assertThat(Files.readString(results.resolve("found.jsonl"))).isEqualTo(found);
        assertThat(plume.stats().calls()).isEqualTo(calls);
    }

    @Test
    void theServiceRefusesAChangedFileAndGoesOnWithTheFirstOne() throws Exception {
        Path first = Accounts.write(folder.resolve("kept").resolve(NAME), ids(1_000));
        Path results = killedHalfway(first, "outbox");
        Path inbox = folder.resolve("inbox");
        Accounts.write(inbox.resolve(NAME), ids(900));
        try (LookupProcess run = Setup.of(folder, plume).start("run")) {
            Path refused = inbox.resolve(".refused").resolve(NAME);
            awaitFile(refused.resolveSibling(NAME + ".reason.txt"));
            assertThat(refused).exists();
            assertThat(refused.resolveSibling(NAME + ".reason.txt"))
                    .content()
                    .contains("unfinished batch of another " + NAME);
            Files.move(first, inbox.resolve(NAME));
            awaitFile(inbox.resolve(".done").resolve(NAME));
        }
        assertThat(Results.complete(results).size()).isEqualTo(1_000);
    }

    @Test
    void aSecondRunLeavesTheFileToTheFirst() throws Exception {
        List<String> ids = ids(300);
        Path inbox = folder.resolve("inbox");
        Path input = Accounts.write(inbox.resolve(NAME), ids);
        plume.block(Duration.ofHours(1));
        Setup setup = Setup.of(folder, plume).with("PLUME_BUDGET_WINDOW", "1s");
        try (LookupProcess first = setup.start("run")) {
            first.awaitOutput("Hold: ");
            try (LookupProcess file = setup.start("file", input.toString(), "--out", "outbox")) {
                assertThat(file.exit()).as(file.output()).isEqualTo(3);
                assertThat(file.output()).contains("Another run works on");
            }
            try (LookupProcess second = setup.start("run")) {
                second.awaitOutput("Another run works on");
                assertThat(input).exists();
                plume.block(Duration.ZERO);
                awaitFile(inbox.resolve(".done").resolve(NAME));
            }
        }
        assertThat(Results.complete(folder.resolve("outbox").resolve(NAME)).size())
                .isEqualTo(ids.size());
        assertThat(plume.callsPerAccount().values()).allMatch(calls -> calls <= 2);
    }

    private Path killedHalfway(Path input, String outbox) {
        try (LookupProcess run = Setup.of(folder, plume).start("file", input.toString(), "--out", outbox)) {
            Watch watch = new Watch(plume, List.of());
            watch.killAfter(400, run::kill);
            assertThat(run.exit()).as(run.output()).isEqualTo(137);
            watch.calm();
        }
        Path results = folder.resolve(outbox).resolve(NAME);
        assertThat(Results.soFar(results).size()).isBetween(1, 999);
        return results;
    }

    private static void assertItIsCompleted(Setup setup, Path input, Path results, List<String> ids) {
        try (LookupProcess run = setup.start("file", input.toString(), "--out", "out")) {
            assertThat(run.exit()).as(run.output()).isZero();
        }
        assertThat(Results.complete(results).size()).isEqualTo(ids.size());
    }

    private static void awaitFile(Path file) {
        Awaitility.await().until(() -> Files.exists(file));
    }

    private static List<String> ids(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(row -> row % 10 == 0 ? "NONE-" + row : "A-" + row)
                .toList();
    }
}
