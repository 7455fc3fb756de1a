package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.batch.input.RowSettings;
import org.plumelookup.support.OpenFiles;

/** A batch that cannot be opened leaves no file open: it is tried again and again, and handles are few. */
@EnabledOnOs(OS.LINUX)
class OpenHandlesTest {
    private static final int MORE_THAN_A_ROW = 2 << 20;

    @TempDir
    private Path folder;

    private Path accounts;
    private BatchSettings settings;

    @BeforeEach
    void layOut() throws IOException {
        accounts = Files.writeString(folder.resolve("accounts.txt"), "A1\nA2\n");
        settings = new BatchSettings(
                folder.resolve("inbox"),
                folder.resolve("outbox"),
                new RowSettings("accountId", StandardCharsets.UTF_8),
                1);
    }

    @Test
    void aResultFileWhoseDamageCannotBeKeptIsClosed() throws IOException {
        Path results = Files.write(folder.resolve("found.jsonl"), new byte[MORE_THAN_A_ROW]);
        Files.createDirectories(folder.resolve("found.jsonl.damaged/in the way"));
        assertThatException().isThrownBy(() -> new ResultFile(results, 0));
        assertThat(OpenFiles.in(folder)).isEmpty();
    }

    @Test
    void anInputWhoseResultsCannotBeOpenedIsClosed() throws Exception {
        BatchRun.open(accounts, settings, null, () -> true).close();
        Path results = folder.resolve("outbox/accounts.txt/found.jsonl");
        Files.delete(results);
        Files.createDirectory(results);
        assertThatException().isThrownBy(() -> BatchRun.open(accounts, settings, null, () -> true));
        assertThat(OpenFiles.in(folder)).isEmpty();
    }
}
