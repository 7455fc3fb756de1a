package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch is worked on by one run at a time, whoever else asks for it, and however often. */
class ProcessLockTest {
    @TempDir
    private Path folder;

    @Test
    void whoAsksForItInVainDoesNotGiveItAway() throws Exception {
        Path file = folder.resolve("lock");
        try (ProcessLock lock = ProcessLock.of(file)) {
            assertThat(lock).isNotNull();
            assertThat(ProcessLock.of(file)).isNull();
            assertThat(ProcessLock.of(folder.resolve("../" + folder.getFileName() + "/lock")))
                    .isNull();
        }
        try (ProcessLock again = ProcessLock.of(file)) {
            assertThat(again).isNotNull();
        }
    }
}
