package org.plumelookup.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that cannot be used is reported until it can. */
class FolderHealthTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderThatIsToBeMadeIsGood() {
        assertThat(FolderHealth.writable("plume.file.outbox", folder.resolve("a/b"))
                        .get())
                .isEmpty();
    }

    @Test
    void aFileInItsPlaceIsToldSinceItWasSeen() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        FolderHealth health = FolderHealth.writable("plume.file.outbox", file.resolve("outbox"));
        HealthIssue issue = health.get().orElseThrow();
        assertThat(issue.why()).isEqualTo(file + " is no folder. Move it away, or change plume.file.outbox");
        assertThat(health.get().orElseThrow().since()).isEqualTo(issue.since());
        Files.delete(file);
        assertThat(health.get()).isEmpty();
    }

    @Test
    void tooLittleSpaceIsTold() {
        AtomicLong left = new AtomicLong();
        assertThat(FolderHealth.space(folder, 1, "plume.observe.least-space", left::set)
                        .get())
                .isEmpty();
        assertThat(left).hasPositiveValue();
        assertThat(FolderHealth.space(folder, Long.MAX_VALUE, "plume.observe.least-space", left::set)
                        .get()
                        .orElseThrow()
                        .why())
                .contains(folder.toString(), "bytes left, less than", "change plume.observe.least-space");
    }
}
