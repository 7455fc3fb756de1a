package org.plumelookup.batch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.plumelookup.lookup.ChannelMessages;

/**
 * Writes the messages of both channels by default, to {@code found.jsonl} and {@code errors.jsonl} in a folder named
 * after the source.
 *
 * <p>A batch writes its own result files, so its messages are ignored. Thread-safe.
 */
public final class OutboxChannel {
    /** Name of the file that is locked while a record is appended. */
    static final String LOCK = ".append.lock";

    private static final long PAUSE_MILLIS = 5;

    private final Path outbox;

    OutboxChannel(Path outbox) {
        this.outbox = outbox;
    }

    /** Appends a customer that was found. */
    public void found(
            @Body String document,
            @ExchangeProperty(ChannelMessages.SOURCE) String source,
            @ExchangeProperty(BatchRun.PROPERTY) BatchRun batch)
            throws IOException {
        append(document, source, batch, "found.jsonl");
    }

    /** Appends an account ID without a customer. */
    public void error(
            @Body String document,
            @ExchangeProperty(ChannelMessages.SOURCE) String source,
            @ExchangeProperty(BatchRun.PROPERTY) BatchRun batch)
            throws IOException {
        append(document, source, batch, "errors.jsonl");
    }

    private void append(String document, String source, BatchRun batch, String name) throws IOException {
        if (batch == null) {
            append(document, Files.createDirectories(outbox.resolve(source)), name);
        }
    }

    /** Appends when no other program does, because what it has half written looks like the rest of a crash. */
    private static synchronized void append(String document, Path folder, String name) throws IOException {
        try (FileChannel lock =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock(lock);
            Path file = folder.resolve(name);
            try (ResultFile results = new ResultFile(file, Recovery.wholeLines(file))) {
                results.append(List.of(document));
            }
        }
    }

    private static void lock(FileChannel channel) throws IOException {
        boolean locked = false;
        while (!locked) {
            try {
                channel.lock();
                locked = true;
            } catch (OverlappingFileLockException e) { // this program is loaded twice in this process
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another program appended");
        }
    }
}
