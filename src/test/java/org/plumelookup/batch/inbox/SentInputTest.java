package org.plumelookup.batch.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentInputTest {
    @TempDir
    private Path folder;

    @Test
    void anInputThatIsBroughtBackAfterItWasListedIsNoFault() throws Exception {
        Path results = Files.createDirectories(folder.resolve("outbox/accounts.txt"));
        Files.createFile(results.resolve("summary.json"));
        Inbox.moveAnswered(folder.resolve("inbox/.sent/accounts.txt"), folder.resolve("outbox"));
        assertThat(folder.resolve("inbox")).doesNotExist();
    }
}
