package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.support.Patience;

/** Promise: programs that write the same outbox do not cut off each other's records. */
class OutboxChannelTest {
    @TempDir
    private Path outbox;

    @Test
    void aRecordIsWrittenOnlyWhileNobodyElseWritesOne() throws Exception {
        Path source = Files.createDirectories(outbox.resolve("timer"));
        Path found = Files.writeString(source.resolve("found.jsonl"), "{\"a\":1}\n{\"half");
        OutboxChannel channel = new OutboxChannel(outbox);
        CompletableFuture<Void> append;
        try (FileChannel other = FileChannel.open(
                source.resolve(OutboxChannel.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            other.lock();
            AtomicReference<Thread> appender = new AtomicReference<>();
            append = CompletableFuture.runAsync(() -> {
                appender.set(Thread.currentThread());
                append(channel);
            });
            await().until(() -> appender.get() != null
                    && List.of(appender.get().getStackTrace()).toString().contains("OutboxChannel.pause"));
            assertThat(found).content().isEqualTo("{\"a\":1}\n{\"half");
        }
        Patience.result(append);
        assertThat(found).content().isEqualTo("{\"a\":1}\n{\"b\":2}\n");
    }

    private static void append(OutboxChannel channel) {
        try {
            channel.found("{\"b\":2}", "timer", null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
