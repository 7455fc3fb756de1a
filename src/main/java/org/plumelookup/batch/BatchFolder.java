package org.plumelookup.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the folder of one batch for one run alone. Used by one thread at a time. */
final class BatchFolder implements AutoCloseable {
    /** Locks a folder for the one that writes its results. */
    static final String RESULTS = ".lock";

    /** Locks a folder for the one that sends its rows to a queue, while another may write its results. */
    static final String ROWS = ".rows.lock";

    private static final Logger LOG = LoggerFactory.getLogger(BatchFolder.class);
    private static final int ROOM = 1 << 16;

    /** A longer file of the same name and beginning that comes so long after its batch was complete goes on in it. */
    private static final Duration GOES_ON = Duration.ofHours(1);

    private final Path path;
    private final ProcessLock lock;
    private final ScannedFile file;
    private final InputFingerprint before;
    private InputFingerprint input;

    /**
     * Creates a folder.
     *
     * @param path the folder
     * @param lock held by this run
     * @param file what the batch is of now; null where only its results are written
     * @param before what it was of until now; null where it is new
     */
    BatchFolder(Path path, ProcessLock lock, ScannedFile file, InputFingerprint before) {
        this.path = path;
        this.lock = lock;
        this.file = file;
        this.before = before;
        this.input = before == null ? InputFingerprint.of(file) : before;
    }

    /**
     * Holds the folder of a batch that was begun, in order to write its results.
     *
     * @return null where there is no batch in the folder
     * @throws BatchBusyException if another run has it
     */
    static BatchFolder of(Path path) throws IOException, BatchBusyException {
        InputFingerprint input = InputFingerprint.recorded(path);
        return input == null ? null : new BatchFolder(path, FolderClaim.lock(path, RESULTS), null, input);
    }

    Path path() {
        return path;
    }

    /** Returns the file that the batch is of; while it grows, as it was when the batch was opened. */
    InputFingerprint input() {
        return input;
    }

    /** Tells this batch from every other, also from one of the same name in another outbox or at another time. */
    String id() {
        return path.getFileName() + "-" + input.origin().substring(0, 8);
    }

    /**
     * Returns whether the file's results belong here.
     *
     * @throws BatchRefusedException if an unfinished batch of another file of the same name is in the way
     */
    boolean isOfFile() throws IOException, BatchRefusedException {
        return before == null ? isFree() : continues();
    }

    /** Returns whether nothing of somebody else's lies here. */
    private boolean isFree() {
        return Files.notExists(path.resolve("found.jsonl")) && Files.notExists(path.resolve("errors.jsonl"));
    }

    private boolean continues() throws IOException, BatchRefusedException {
        if (isComplete()) {
            return file.isUntouched(before)
                    || Summary.read(path).finished().plus(GOES_ON).isAfter(Instant.now()) && file.continues(before);
        }
        if (file.sameContent(before) || file.continues(before)) {
            return true;
        }
        if (before.name().equals(file.name())) {
            throw new BatchRefusedException(String.format(
                    Locale.ROOT,
                    "%s holds an unfinished batch of another %s (%d bytes, now %d; or other content). To finish it put the"
                            + " first file back; to drop it delete the folder; or give this file another name.",
                    path,
                    before.name(),
                    before.size(),
                    file.scan().size()));
        }
        return false;
    }

    /** Returns whether every row has been answered and the summary is written. */
    boolean isComplete() throws IOException {
        // A summary of fewer rows is one of before the file has grown.
        return Files.exists(path.resolve(Summary.FILE)) && Summary.read(path).rows() >= input.rows();
    }

    /** Returns whether an earlier run has left results to which others are to be added. */
    boolean isToBeContinued() throws IOException {
        return before != null && !isFree() && (!isComplete() || !file.sameContent(before));
    }

    /**
     * Reads the rows that an earlier run may have answered, as they were then.
     *
     * @throws UncheckedIOException if they cannot be read
     */
    AccountHashes accounts() throws IOException {
        try (NumberedRows rows = file.rowsOf(before)) {
            return AccountHashes.of(rows, before);
        }
    }

    /**
     * Gets ready for results, before any call is spent on them; a batch that is complete, and whose file has not grown,
     * is left as it is.
     *
     * @param answered tells of a row that is no longer in the file whether it was answered
     * @throws IOException if the folder cannot be written to, or has no room
     */
    void prepare(LongPredicate answered) throws IOException {
        boolean grown = before != null && !file.sameContent(before);
        if (!grown && isComplete()) {
            return;
        }
        Path room = path.resolve(".room");
        try {
            Files.write(room, new byte[ROOM]);
        } finally {
            Files.deleteIfExists(room);
        }
        if (before != null) {
            input = before.now(file, grown ? torn(answered) : List.of());
        }
        input.record(path);
        if (before == null && file.scan().titles() > 0) {
            LOG.info(
                    "{} has {} lines above its header, which are treated as titles.",
                    input.name(),
                    file.scan().titles());
        }
        if (grown) {
            LOG.info("{} has grown since it had {} rows: now it has {}.", input.name(), before.rows(), input.rows());
            if (!isComplete()) {
                Summary.withdraw(path);
            }
        }
    }

    private List<Long> torn(LongPredicate answered) throws IOException {
        List<Long> torn =
                file.changedSince(before).stream().filter(answered::test).toList();
        if (!torn.isEmpty()) {
            LOG.warn(
                    "{} had no line end when its row {} was answered, and has grown in the middle of that line. The whole"
                            + " line is answered as a row of its own.",
                    input.name(),
                    torn.get(0));
        }
        return torn;
    }

    /** Takes note that the file may have grown since the folder was opened. */
    void refresh() throws IOException {
        InputFingerprint recorded = InputFingerprint.recorded(path);
        input = recorded == null ? input : recorded;
    }

    /**
     * Takes note that the file has another time, but the same content.
     *
     * @return whether it has
     */
    boolean isOnlyTouched(Path now) throws IOException {
        if (!input.isBeginningOf(now) || Files.size(now) != input.size()) {
            return false;
        }
        long modified = Files.getLastModifiedTime(now).toMillis();
        input = new InputFingerprint(
                input.name(), input.size(), modified, input.fingerprint(), input.rows(), input.origin(), input.torn());
        input.record(path);
        return true;
    }

    /** Returns whether what lies at a path now is still the file that was surveyed. */
    boolean isInput(Path now) throws IOException {
        return input.isAt(now) && (file == null || file.isInPlace());
    }

    /**
     * Returns whether a row was answered by an earlier run; reads all results, so ask it seldom.
     *
     * @param accounts of the rows of that run
     * @throws UncheckedIOException if they cannot be read, or are damaged
     */
    boolean isAnswered(long row, AccountHashes accounts) {
        try {
            return Recovery.ledger(path, before.rows(), accounts).isAnswered(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the rows of the file. */
    NumberedRows rows() throws IOException {
        return NumberedRows.of(file, input);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
