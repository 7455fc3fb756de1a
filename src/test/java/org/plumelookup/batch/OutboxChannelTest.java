package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise: programs that write the same outbox do not cut off each other's records. */
class OutboxChannelTest {
    @TempDir
    private Path outbox;

    @Test
    void aRecordIsWrittenOnlyWhileNobodyElseWritesOne() throws IOException {
        Path source = Files.createDirectories(outbox.resolve("timer"));
        Path found = Files.writeString(source.resolve("found.jsonl"), "{\"a\":1}\n{\"half");
        OutboxChannel channel = new OutboxChannel(outbox);
        try (FileChannel other = FileChannel.open(
                source.resolve(OutboxChannel.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            other.lock();
            // Another process would wait; in the same one the system tells that the lock was asked for.
            assertThatThrownBy(() -> channel.found("{\"b\":2}", "timer", null))
                    .isInstanceOf(OverlappingFileLockException.class);
            assertThat(found).content().isEqualTo("{\"a\":1}\n{\"half");
        }
        channel.found("{\"b\":2}", "timer", null);
        assertThat(found).content().isEqualTo("{\"a\":1}\n{\"b\":2}\n");
    }
}
