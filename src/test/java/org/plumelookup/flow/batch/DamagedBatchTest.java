package org.plumelookup.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Accounts;
import org.plumelookup.support.Program;
import org.plumelookup.support.Results;
import org.plumelookup.support.Service;

/**
 * What is damaged in the folder of a batch is reported with the file and the cure; nothing is guessed, and nobody is
 * called.
 */
class DamagedBatchTest {
    private static final String NAME = "accounts.csv";
    private static final String RECORD = "{\"name\":\"accounts.csv\",\"size\":1,\"modified\":1,\"rows\":1,"
            + "\"fingerprint\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",";
    private static final List<String> IDS =
            IntStream.range(10, 40).mapToObj(row -> "A-" + row).toList();

    private final FakePlume plume = new FakePlume();

    @TempDir
    private Path folder;

    private Program program;
    private Path input;
    private Path results;

    @BeforeEach
    void completeABatch() throws Exception {
        program = Program.in(folder).calling(plume);
        input = Accounts.write(folder.resolve(NAME), IDS);
        results = folder.resolve("outbox").resolve(NAME);
        program.run("file", input.toString()).with(0);
    }

    @AfterEach
    void closeFake() {
        plume.close();
    }

    @ParameterizedTest
    @CsvSource({
        "summary.json, '',                  Delete it and start again",
        "summary.json, '{',                 Delete it and start again",
        "summary.json, '{}',                Delete it and start again",
        "summary.json, '{\"started\":\"2026-01-01T00:00:00Z\",\"finished\":\"2026-01-01T00:00:00Z\"}', Delete it",
        "summary.json, '[1]',               Delete it and start again",
        ".batch.json,  '',                  Restore it from a backup",
        ".batch.json,  '{\"name\":\"acc',   Restore it from a backup",
        ".batch.json,  '{}',                Restore it from a backup",
        ".batch.json,  '{\"name\":\"accounts.csv\",\"fingerprint\":\"abc\"}', Restore it from a backup",
        ".batch.json,  '" + RECORD + "\"origin\":\"abc\",\"torn\":[]}', Restore it from a backup",
        ".batch.json,  '" + RECORD + "\"torn\":[\"x\"]}', Restore it from a backup"
    })
    void aDamagedNoteOfTheBatchEndsWithThreeAndItsCure(String name, String content, String cure) throws Exception {
        long calls = plume.stats().calls();
        Files.writeString(results.resolve(name), content);
        assertThat(program.run("file", input.toString()).with(3).err())
                .contains(results.resolve(name) + " is damaged: ", cure)
                .doesNotContain("Exception");
        assertThat(plume.stats().calls()).isEqualTo(calls);
    }

    @Test
    void aSummaryThatWasDeletedIsWrittenAnewWithoutACall() throws Exception {
        long calls = plume.stats().searches();
        Files.delete(results.resolve("summary.json"));
        program.run("file", input.toString()).with(0);
        assertThat(plume.stats().searches()).isEqualTo(calls);
        assertThat(Results.complete(results).size()).isEqualTo(IDS.size());
    }

    @Test
    void oneFlippedDigitOfARowIsToldAndTheCureHelps() throws Exception {
        Files.delete(results.resolve("summary.json"));
        Path found = results.resolve("found.jsonl");
        List<String> lines = Files.readAllLines(found);
        int line = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).contains("\"row\":12,"))
                .findFirst()
                .orElseThrow();
        lines.set(line, lines.get(line).replace("\"row\":12,", "\"row\":13,"));
        Files.write(found, lines);
        assertThat(program.run("file", input.toString()).with(3).err())
                .contains(found + " is damaged: line " + (line + 1) + ": its account is not that of its row");

        lines.remove(line);
        Files.write(found, lines);
        long calls = plume.stats().searches();
        program.run("file", input.toString()).with(0);
        assertThat(plume.stats().searches()).isEqualTo(calls + 1);
        assertThat(Results.complete(results).size()).isEqualTo(IDS.size());
    }

    @Test
    void theServiceFilesTheInputAwayWithTheCureAndGoesOnWithOthers() throws Exception {
        Files.delete(results.resolve("summary.json"));
        Files.writeString(results.resolve(".batch.json"), "{");
        Path inbox = folder.resolve("inbox");
        Accounts.write(inbox.resolve(NAME), IDS);
        try (Service service = program.service()) {
            Path refused = inbox.resolve(".refused").resolve(NAME);
            await().until(() -> Files.exists(refused) && Files.notExists(inbox.resolve(NAME)));
            assertThat(refused.resolveSibling(NAME + ".reason.txt")).content().contains(".batch.json is damaged: ");
            Accounts.write(inbox.resolve("others.csv"), IDS);
            await().until(() -> Files.exists(inbox.resolve(".done/others.csv")));
            assertThat(service.context().getStatus().isStarted()).isTrue();
        }
    }
}
