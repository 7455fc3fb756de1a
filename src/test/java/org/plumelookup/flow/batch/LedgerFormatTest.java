package org.plumelookup.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
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

/** A batch goes on after an upgrade, and a program that is older than its ledger does not touch it. */
class LedgerFormatTest {
    private static final String NAME = "accounts.csv";
    private static final String NOTE = ".batch.json";
    private static final List<String> IDS =
            IntStream.range(10, 40).mapToObj(row -> "A-" + row).toList();

    @AutoClose
    private final FakePlume plume = new FakePlume();

    @TempDir
    private Path folder;

    private Program program;
    private Path input;
    private Path results;

    /** Leaves a batch whose last ten rows are not answered. */
    @BeforeEach
    void doHalfOfABatch() throws Exception {
        program = Program.in(folder).calling(plume);
        input = Accounts.write(folder.resolve(NAME), IDS);
        results = folder.resolve("outbox").resolve(NAME);
        program.run("file", input.toString()).with(0);
        Files.delete(results.resolve("summary.json"));
        List<String> lines = Files.readAllLines(results.resolve("found.jsonl"));
        Files.write(results.resolve("found.jsonl"), lines.subList(0, 20));
    }

    private void note(UnaryOperator<String> change) throws Exception {
        String before = Files.readString(results.resolve(NOTE));
        assertThat(change.apply(before)).isNotEqualTo(before);
        Files.writeString(results.resolve(NOTE), change.apply(before));
    }

    @Test
    void aBatchOfTheFirstVersionWithoutANumberGoesOn() throws Exception {
        note(text -> text.replace(",\"format\":1", ""));
        long calls = plume.stats().searches();
        program.run("file", input.toString()).with(0);

        assertThat(plume.stats().searches() - calls).isEqualTo(10);
        assertThat(Results.complete(results).size()).isEqualTo(IDS.size());
        assertThat(results.resolve(NOTE)).content().contains("\"format\":1");
    }

    @ParameterizedTest
    @CsvSource({"2,2", "7,7", "'\"two\"',two"})
    void anOlderProgramRefusesALedgerOfALaterOneByNameAndLeavesItAlone(String json, String told) throws Exception {
        note(text -> text.replace("\"format\":1", "\"format\":" + json));
        String note = Files.readString(results.resolve(NOTE));
        String found = Files.readString(results.resolve("found.jsonl"));
        long calls = plume.stats().calls();

        assertThat(program.run("file", input.toString()).with(3).err())
                .contains(results + " was written by a later version of this program: its format is " + told)
                .contains("this version knows the formats up to 1", "Install that version again")
                .doesNotContain("Exception");
        assertThat(plume.stats().calls()).isEqualTo(calls);
        assertThat(results.resolve(NOTE)).hasContent(note);
        assertThat(results.resolve("found.jsonl")).hasContent(found);
    }

    @Test
    void aServiceLeavesTheInputForTheLaterProgramAndGoesOnWithOthers() throws Exception {
        note(text -> text.replace("\"format\":1", "\"format\":2"));
        Path inbox = folder.resolve("inbox");
        Files.createDirectories(inbox);
        Files.move(input, inbox.resolve(NAME));
        Path refused = inbox.resolve(".refused");
        try (Service service = program.service()) {
            await().until(() -> program.said().contains("was written by a later version"));
            Accounts.write(inbox.resolve("others.csv"), IDS);
            await().until(() -> Files.exists(inbox.resolve(".done/others.csv")));
            assertThat(service.context().isStarted()).isTrue();
            assertThat(inbox.resolve(NAME)).exists();
            assertThat(refused).doesNotExist();

            note(text -> text.replace("\"format\":2", "\"format\":1")); // stands for the upgrade
            await().until(() -> Files.exists(inbox.resolve(".done").resolve(NAME)));
        }
        assertThat(program.said().split("was written by a later version", -1)).hasSize(2);
        assertThat(program.said()).contains("WARN  Inbox - " + results + " was written");
        assertThat(Results.complete(results).size()).isEqualTo(IDS.size());
    }
}
