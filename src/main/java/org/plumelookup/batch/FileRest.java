package org.plumelookup.batch;

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
import org.apache.camel.Exchange;

/**
 * Watches how long files rest: they are taken when nobody has changed them for a while. What counts is what is seen here
 * and the clock of this process; the times that a file system gives may be coarse, or those of another machine.
 * Thread-safe.
 */
final class FileRest {
    /** Name of the exchange property that holds the one that watched the exchange's file. */
    static final String PROPERTY = "plumeFileRest";

    /** How much longer a file rests whose last row may not be whole, or that is to be refused. */
    static final int LONG = 10;

    private static final int MANY = 1000;

    /** What a file is seen to be; a change of any of it is a change of the file. */
    private record Snapshot(long size, long modified, Object key) {}

    /**
     * Holds what is known of a file.
     *
     * @param snapshot what it was seen to be the last time
     * @param since when it was first seen to be that, in nanoseconds
     * @param patience for how long it has to be that until it is taken, in nanoseconds
     */
    private record Rest(Snapshot snapshot, long since, long patience) {}

    private final long rest;
    private final LongSupplier clock;
    private final Map<Path, Rest> rests = new ConcurrentHashMap<>();
    private int pruneAt = MANY;

    /**
     * Creates a watch over no file yet.
     *
     * @param rest how long a file has to rest
     * @param clock tells the time in nanoseconds, from any beginning
     */
    FileRest(Duration rest, LongSupplier clock) {
        this.rest = rest.toNanos();
        this.clock = clock;
    }

    /** Looks at a file; returns whether it has rested so long that it may be taken. */
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

    /** Camel hands the same file out under a relative path here and an absolute one there. */
    private static Path key(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static Snapshot snapshot(Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.isReadable(file)) {
            // Opened, because a network file system gives the size of some seconds ago until then.
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

    /** Returns whether a file had rested for the long time when it was looked at the last time. */
    boolean isLong(Path file) {
        Rest known = rests.get(key(file));
        return known != null && clock.getAsLong() - known.since >= LONG * rest;
    }

    /** Lets a file rest for the long time before it is taken again; if it changes meanwhile, for the short one. */
    void waitLong(Path file) {
        wait(file, LONG * rest);
    }

    /** Takes a file again only when it has changed. */
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

    /** Returns the one that watched the file of an exchange; null where nobody did, as for the command {@code file}. */
    static FileRest of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, FileRest.class);
    }

    /** Returns whether a file is taken as it is to the end: it has rested long enough, or nobody watched it. */
    static boolean isLong(Exchange exchange, Path file) {
        FileRest rest = of(exchange);
        return rest == null || rest.isLong(file);
    }
}
