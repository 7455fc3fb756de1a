package org.plumelookup.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.plumelookup.disk.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends the records of answered rows, each row in one write, so that only the last row of a file can be incomplete.
 *
 * <p>An appended record survives the end of the process at once, and a power loss after it is forced to disk.
 * Thread-safe.
 */
final class ResultFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResultFile.class);
    private static final long LARGEST_TORN = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private volatile long length;
    private volatile long forced;

    /**
     * Opens a file at its end.
     *
     * @param path the file; created if it does not exist
     * @param length length of its complete rows; the rest is removed
     */
    ResultFile(Path path, long length) throws IOException {
        this(path, FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE), length);
    }

    /** Uses a channel that is open already. */
    ResultFile(Path path, FileChannel channel, long length) throws IOException {
        this.path = path;
        this.length = length;
        this.channel = channel;
        try {
            keepDamaged();
            channel.truncate(length);
            channel.position(length);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Keeps a copy of the file if the rest is longer than a row can be, because a crash does not cause that. */
    private void keepDamaged() throws IOException {
        long cut = Files.size(path) - length;
        if (cut > 0) {
            LOG.warn(
                    "{} ends with {} bytes of incomplete rows: they are removed, and these rows are asked again.",
                    path,
                    cut);
        }
        if (cut > LARGEST_TORN) {
            Path damaged = path.resolveSibling(path.getFileName() + ".damaged");
            AtomicFile.write(damaged, out -> Files.copy(path, out));
            LOG.warn("The original file is kept as {}.", damaged);
        }
    }

    /**
     * Appends all records of one row.
     *
     * @param documents one line each, without line ends
     * @throws IOException if they cannot be written; then the file ends as before
     */
    synchronized void append(List<String> documents) throws IOException {
        ByteBuffer record = ByteBuffer.wrap((String.join("\n", documents) + "\n").getBytes(StandardCharsets.UTF_8));
        long end = length + record.remaining();
        try {
            while (record.hasRemaining()) {
                channel.write(record);
            }
            length = end;
        } catch (IOException e) {
            channel.truncate(length);
            channel.position(length);
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "%s cannot be written: %s. Free disk space or fix permissions",
                            path,
                            e.getMessage()),
                    e);
        }
    }

    /** Forces all records to disk, also those of an earlier run. Returns when they are there, whoever forces them. */
    void force() throws IOException {
        long end = length;
        if (forced < end) {
            try {
                channel.force(false);
                forced = end;
            } catch (IOException e) {
                throw new IOException(
                        String.format(
                                Locale.ROOT,
                                "%s cannot be forced to disk: %s. Free disk space or check the disk",
                                path,
                                e.getMessage()),
                        e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            force();
        }
    }
}
