package org.plumelookup.batch.inbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.plumelookup.batch.BatchBusyException;
import org.plumelookup.batch.DamagedFileException;
import org.plumelookup.batch.GrownBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves inputs back into their inbox that grow after they were moved away, because a writer can continue an open file
 * in any folder. In the inbox the file rests, and its batch goes on. Safe for several threads with an inbox each.
 */
final class GrownInputs {
    private static final Logger LOG = LoggerFactory.getLogger(GrownInputs.class);
    private static final List<String> FOLDERS = List.of(Inbox.DONE, Inbox.SENT);

    /** The checks take at most a fiftieth of the time, however many and slow the files are. */
    private static final int SHARE = 50;

    private final Path outbox;
    private final Map<Path, LastCheck> lastChecks = new ConcurrentHashMap<>();
    private final Map<Path, Path> resultsOf = new ConcurrentHashMap<>();

    /** Holds the sizes of files that have not grown, and when to check them again. */
    private record LastCheck(Map<Path, Long> sizes, long next) {}

    /**
     * Creates an instance that knows no inbox yet.
     *
     * @param outbox folder of the result folders
     */
    GrownInputs(Path outbox) {
        this.outbox = outbox;
    }

    /** Records where an input was moved, if not under the name of the folder of its results. */
    void moved(Path file, Path results) {
        if (!file.getFileName().equals(results.getFileName())) {
            resultsOf.put(file, results);
        }
    }

    /** Checks the inputs that were moved out of an inbox, if it is time. */
    void bringBack(Path inbox) {
        LastCheck before = lastChecks.getOrDefault(inbox, new LastCheck(Map.of(), System.nanoTime()));
        long begin = System.nanoTime();
        if (begin - before.next < 0) {
            return;
        }
        Map<Path, Long> sizes = new HashMap<>();
        for (String folder : FOLDERS) {
            Path moved = inbox.resolve(folder);
            if (Files.isDirectory(moved)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(moved)) {
                    for (Path file : files) {
                        check(file, inbox, before.sizes, sizes);
                    }
                } catch (IOException e) {
                    LOG.debug("{} cannot be listed.", moved, e);
                }
            }
        }
        long end = System.nanoTime();
        long pause = Math.max(TimeUnit.SECONDS.toNanos(1), SHARE * (end - begin));
        lastChecks.put(inbox, new LastCheck(sizes, end + pause));
    }

    private void check(Path file, Path inbox, Map<Path, Long> before, Map<Path, Long> sizes) {
        try {
            long size = Files.isRegularFile(file) ? Files.size(file) : -1;
            if (size < 0 || before.getOrDefault(file, -1L) == size || !isBroughtBack(file, inbox)) {
                sizes.put(file, size);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be checked.", file, e); // it is gone, or is checked again
        }
    }

    private boolean isBroughtBack(Path file, Path inbox) throws IOException {
        Path results = resultsOf.getOrDefault(file, outbox.resolve(file.getFileName()));
        GrownBatch batch;
        try {
            batch = GrownBatch.of(results, file);
        } catch (DamagedFileException e) {
            LOG.warn("Cannot check whether {} has grown since it was moved. {}", file, e.getMessage());
            return false;
        }
        return batch != null && isBroughtBack(file, batch, inbox);
    }

    /** Returns true also if it is tried again the next time. */
    private static boolean isBroughtBack(Path file, GrownBatch batch, Path inbox) throws IOException {
        if (Files.exists(inbox.resolve(batch.name()), LinkOption.NOFOLLOW_LINKS)) {
            return true; // another file of its name is processed first
        }
        try {
            batch.reopen();
        } catch (BatchBusyException e) {
            return true;
        }
        new InputMove(file, "..", batch.name(), null).run();
        LOG.info("{} has grown after it was moved to {}: its batch goes on.", batch.name(), file);
        return true;
    }
}
