package org.plumelookup.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Flow;

/** A row whose JSON is over 1 MB is invalid; {@code RowMessagesTest} shows the same by way of a queue. */
class LargeRowTest {
    /** Twice as long as JSON. */
    private static final String NOTE = "\\".repeat(600_000);

    private static final String REASON = "The row is longer than 1 MB as JSON.";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeRows() throws Exception {
        file = Files.writeString(folder.resolve("accounts.csv"), "accountId,note\nA1," + NOTE + "\nA2,short\n");
    }

    @Test
    void itIsInvalidAndNotAskedFor() throws Exception {
        try (FakePlume plume = new FakePlume();
                Flow flow = Flow.start(plume, folder.resolve("outbox"))) {
            flow.batch(file);
            assertThat(plume.callsPerAccount()).containsOnlyKeys("A2");
        }
        assertThat(Files.readString(folder.resolve("outbox/accounts.csv/errors.jsonl")))
                .hasSizeLessThan(3000)
                .contains("\"row\":1", "\"category\":\"invalid\"", REASON, "A1");
    }
}
