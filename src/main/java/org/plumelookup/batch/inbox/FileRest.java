package org.plumelookup.batch.inbox;

import java.io.File;
import java.io.FileFilter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.plumelookup.batch.FileExchange;

/**
 * Measures how long files rest: a file is read when it has not changed for a while. Only snapshots and the clock of
 * this process count, because the times of a file system may be coarse, or those of another machine. Thread-safe.
 */
final class FileRest implements FileFilter {
    private static final int MANY = 1000;

    /** Attributes of a file; a change of one is a change of the file. */
    private record Snapshot(long size, long modified, Object key) {}

    /**
     * Holds the rest of a file.
     *
     * @param snapshot its last attributes
     * @param since when it first had them, in nanoseconds
     * @param patience how long it has to keep them until it is read, in nanoseconds
     */
    private record Rest(Snapshot snapshot, long since, long patience) {}

    private final long rest;
    private final LongSupplier clock;
    private final Map<Path, Rest> rests = new ConcurrentHashMap<>();
    private int pruneAt = MANY;

    /**
     * Creates an instance that knows no file yet.
     *
     * @param rest how long a file has to rest
     * @param clock returns the time in nanoseconds, from any origin
     */
    FileRest(Duration rest, LongSupplier clock) {
        this.rest = rest.toNanos();
        this.clock = clock;
    }

    /** Checks a file; returns whether it has rested so long that it may be read. */
    boolean isRested(Path file) throws IOException {
        Snapshot snapshot = snapshot(file);
        long now = clock.getAsLong();
        Rest known = rests.get(key(file));
        if (known == null || !known.snapshot.equals(snapshot)) {
            prune();
            rests.put(key(file), new Rest(snapshot, now, rest));
            return false;
        }
        return now - known.since >= known.patience;
    }

    /** Returns one key for a file, because Camel uses a relative path in one place and an absolute one in another. */
    private static Path key(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static Snapshot snapshot(Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.isReadable(file)) {
            // Opened, because until then a network file system returns the size of some seconds ago.
            FileChannel.open(file).close();
        }
        LinkOption[] dangling = Files.exists(file) ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
        BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class, dangling);
        return new Snapshot(seen.size(), seen.lastModifiedTime().toMillis(), seen.fileKey());
    }

    private synchronized void prune() {
        if (rests.size() >= pruneAt) {
            rests.keySet().removeIf(file -> Files.notExists(file, LinkOption.NOFOLLOW_LINKS));
            pruneAt = Math.max(MANY, 2 * rests.size());
        }
    }

    /** Returns whether a file has rested for the long time. */
    boolean isLong(Path file) {
        Rest known = rests.get(key(file));
        return known != null && clock.getAsLong() - known.since >= FileExchange.LONG_REST * rest;
    }

    /** Returns whether a file has rested for the long time until now: it may have grown after the last look. */
    @Override
    public boolean accept(File file) {
        Rest known = rests.get(key(file.toPath()));
        try {
            return known != null && isLong(file.toPath()) && known.snapshot.equals(snapshot(file.toPath()));
        } catch (IOException e) {
            return false; // it is gone
        }
    }

    /** Lets a file rest for the long time before it is read again; if it changes meanwhile, for the short time. */
    void waitLong(Path file) {
        wait(file, FileExchange.LONG_REST * rest);
    }

    /** Lets a file rest until it changes. */
    void waitForChange(Path file) {
        wait(file, Long.MAX_VALUE);
    }

    /** Returns whether a file waits for a change. */
    boolean waitsForChange(Path file) {
        Rest known = rests.get(key(file));
        return known != null && known.patience == Long.MAX_VALUE;
    }

    private void wait(Path file, long patience) {
        rests.computeIfPresent(key(file), (path, known) -> new Rest(known.snapshot, known.since, patience));
    }
}
