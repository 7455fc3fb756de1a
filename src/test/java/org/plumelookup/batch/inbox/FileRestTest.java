package org.plumelookup.batch.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRestTest {
    @TempDir
    private Path folder;

    private Path file;
    private long seconds;
    private final FileRest rest = new FileRest(
            Duration.ofSeconds(2), () -> Duration.ofSeconds(seconds).toNanos());

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(folder.resolve("accounts.txt"), "A1\n");
    }

    private boolean isRestedAfter(long more) throws Exception {
        seconds += more;
        return rest.isRested(file);
    }

    @Test
    void aFileRestsFromTheFirstLookWhateverTimesItsFileSystemGives() throws Exception {
        for (Instant time : new Instant[] {Instant.EPOCH, Instant.now().plus(Duration.ofDays(400))}) {
            Files.setLastModifiedTime(file, FileTime.from(time));
            assertThat(isRestedAfter(0)).isFalse();
            assertThat(isRestedAfter(1)).isFalse();
            assertThat(isRestedAfter(1)).isTrue();
            assertThat(rest.isLong(file)).isFalse();
        }
    }

    @Test
    void aChangeOfSizeTimeOrFileBeginsTheRestAnew() throws Exception {
        FileTime time = FileTime.from(Instant.EPOCH);
        isRestedAfter(0);
        Files.writeString(file, "A2\n", StandardOpenOption.APPEND);
        assertThat(isRestedAfter(5)).isFalse();
        Files.setLastModifiedTime(file, time);
        assertThat(isRestedAfter(5)).isFalse();
        Path other = Files.copy(file, folder.resolve("other"));
        Files.setLastModifiedTime(other, time);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(isRestedAfter(5)).isFalse();
        assertThat(isRestedAfter(2)).isTrue();
    }

    @Test
    void theLongRestIsTenTimesAsLongAndCountsFromTheSameLook() throws Exception {
        isRestedAfter(0);
        assertThat(isRestedAfter(2)).isTrue();
        rest.waitLong(file);
        assertThat(isRestedAfter(17)).isFalse();
        assertThat(rest.isLong(file)).isFalse();
        assertThat(isRestedAfter(1)).isTrue();
        assertThat(rest.isLong(file)).isTrue();
    }

    @Test
    void aFileThatHasGrownSinceTheLastLookHasNotRestedForTheLongTime() throws Exception {
        isRestedAfter(0);
        assertThat(isRestedAfter(20)).isTrue();
        assertThat(rest.accept(file.toFile())).isTrue();
        Files.writeString(file, "A2", StandardOpenOption.APPEND);
        assertThat(rest.accept(file.toFile())).isFalse();
        Files.delete(file);
        assertThat(rest.accept(file.toFile())).isFalse();
    }

    @Test
    void aFileIsTheSameUnderARelativePath() throws Exception {
        Path relative = Path.of("").toAbsolutePath().relativize(file.toAbsolutePath());
        isRestedAfter(0);
        rest.waitLong(relative);
        assertThat(isRestedAfter(2)).isFalse();
        seconds += 18;
        assertThat(rest.isLong(relative)).isTrue();
    }

    @Test
    void whatWaitsForAChangeIsTakenSoonAfterIt() throws Exception {
        isRestedAfter(0);
        rest.waitForChange(file);
        assertThat(isRestedAfter(100_000)).isFalse();
        assertThat(rest.waitsForChange(file)).isTrue();
        Files.writeString(file, "A2\n", StandardOpenOption.APPEND);
        assertThat(isRestedAfter(1)).isFalse();
        assertThat(rest.waitsForChange(file)).isFalse();
        assertThat(isRestedAfter(2)).isTrue();
    }
}
