package org.plumelookup.batch.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.BatchResults;
import org.plumelookup.batch.BatchSettings;
import org.plumelookup.batch.Summary;
import org.plumelookup.batch.UnsentRows;
import org.plumelookup.batch.input.RowSettings;
import org.plumelookup.lookup.OutcomeJson;

/** A file that grows after its batch was complete comes back once, and its batch goes on. */
class GrownInputsTest {
    @TempDir
    private Path folder;

    private Path inbox;
    private Path input;
    private Path done;
    private BatchSettings settings;
    private GrownInputs grown;

    @BeforeEach
    void completeABatch() throws Exception {
        inbox = Files.createDirectories(folder.resolve("inbox"));
        input = Files.writeString(inbox.resolve("accounts.txt"), "A1\nA2\n");
        settings = new BatchSettings(
                inbox, folder.resolve("outbox"), new RowSettings("accountId", StandardCharsets.UTF_8), 1);
        grown = new GrownInputs(settings.outbox());
        assertThat(complete()).containsExactly("A1", "A2");
        done = new InputMove(input, ".done", "accounts.txt", null).run();
    }

    /** Answers the rows that are not answered yet, and returns their account IDs. */
    private List<String> complete() throws Exception {
        Path results = Files.createDirectories(settings.outbox().resolve("accounts.txt"));
        List<LookupRequest> rows = new ArrayList<>();
        Files.writeString(results.resolve(UnsentRows.CHECKPOINT), "0 x");
        try (UnsentRows all = UnsentRows.claim(input, settings)) {
            all.begin(0, () -> true);
            all.forEachRemaining(rows::add);
        }
        try (BatchResults ledger = BatchResults.ofSent(results, settings)) {
            rows.removeIf(row -> ledger.isAnswered(row.row()));
            for (LookupRequest row : rows) {
                LookupOutcome outcome =
                        new LookupOutcome(row, Outcome.NO_MATCH, List.of(), 0, 200, "none", 1, Instant.EPOCH);
                ledger.record(outcome, OutcomeJson.documents(outcome));
            }
            assertThat(ledger.complete().rows()).isEqualTo(all(input));
        }
        return rows.stream().map(LookupRequest::accountId).toList();
    }

    private static long all(Path file) throws IOException {
        return Files.readAllLines(file).size();
    }

    @Test
    void aFileThatGrowsInDoneComesBackAndItsBatchGoesOn() throws Exception {
        grown.bringBack(inbox);
        assertThat(input).doesNotExist();
        Files.writeString(done, "A3\n", StandardOpenOption.APPEND);
        new GrownInputs(settings.outbox()).bringBack(inbox);

        assertThat(done).doesNotExist();
        assertThat(Summary.existsIn(settings.outbox().resolve("accounts.txt"))).isFalse();
        assertThat(complete()).containsExactly("A3");
    }

    @Test
    void aFileThatWasBroughtBackFromDoneGoesOnWhereverTheProgramWasKilled() throws Exception {
        Files.writeString(done, "A3\n", StandardOpenOption.APPEND);
        Files.createLink(input, done); // and then it was killed
        grown.bringBack(inbox);

        assertThat(complete()).containsExactly("A3");
        assertThat(new InputMove(input, ".done", "accounts.txt", null).run()).isEqualTo(done);
        assertThat(input).doesNotExist();
        new GrownInputs(settings.outbox()).bringBack(inbox);
        assertThat(input).doesNotExist();
    }
}
