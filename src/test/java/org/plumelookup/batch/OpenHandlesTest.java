package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.batch.input.RowSettings;

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
        assertThat(openFiles()).isEmpty();
    }

    @Test
    void anInputWhoseResultsCannotBeOpenedIsClosed() throws Exception {
        Batch.open(accounts, settings, null, true).close();
        Path results = folder.resolve("outbox/accounts.txt/found.jsonl");
        Files.delete(results);
        Files.createDirectory(results);
        assertThatException().isThrownBy(() -> Batch.open(accounts, settings, null, true));
        assertThat(openFiles()).isEmpty();
    }

    @Test
    void anInputOfWhichNobodyKnowsWhatWasSentIsClosed() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            RowDispatch.open(context, accounts, settings, true).close();
            Files.writeString(folder.resolve("outbox/accounts.txt/.sent"), "damaged");
            assertThatException().isThrownBy(() -> RowDispatch.open(context, accounts, settings, true));
        }
        assertThat(openFiles()).isEmpty();
    }

    private List<Path> openFiles() throws IOException {
        List<Path> open = new ArrayList<>();
        try (var handles = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path handle : handles) {
                try {
                    open.add(Files.readSymbolicLink(handle));
                } catch (NoSuchFileException e) {
                    // closed meanwhile, as the one of this listing is
                }
            }
        }
        open.removeIf(file -> !file.startsWith(folder));
        return open;
    }
}
