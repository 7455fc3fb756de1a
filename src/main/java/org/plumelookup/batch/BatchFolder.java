package org.plumelookup.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;
import org.plumelookup.batch.input.InputColumns;
import org.plumelookup.disk.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the folder of one batch for one run. Used by one thread at a time. */
final class BatchFolder implements AutoCloseable {
    /** Name of the lock file for the run that writes the results. */
    static final String RESULTS_LOCK = ".lock";

    /** Name of the lock file for the run that sends the rows to a queue, while another may write the results. */
    static final String ROWS_LOCK = ".rows.lock";

    private static final Logger LOG = LoggerFactory.getLogger(BatchFolder.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS = ".columns.json";
    private static final int ROOM = 1 << 16;

    /** Time after the end of a batch in which a longer file with the same name and beginning continues the batch. */
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
     * @param file the input as it is now; null if only results are written
     * @param before the input as it was recorded; null if the batch is new
     */
    BatchFolder(Path path, ProcessLock lock, ScannedFile file, InputFingerprint before) {
        this.path = path;
        this.lock = lock;
        this.file = file;
        this.before = before;
        this.input = before == null ? InputFingerprint.of(file) : before;
    }

    /**
     * Opens the folder of a batch that has begun, to write its results.
     *
     * @return null if there is no batch in the folder
     * @throws BatchBusyException if another run has it
     */
    static BatchFolder of(Path path) throws IOException, BatchBusyException {
        InputFingerprint input = InputFingerprint.recorded(path);
        return input == null ? null : new BatchFolder(path, FolderClaim.lock(path, RESULTS_LOCK), null, input);
    }

    Path path() {
        return path;
    }

    /** Returns the input of the batch, as it was when the batch was opened. */
    InputFingerprint input() {
        return input;
    }

    /**
     * Returns the unique ID of this batch: not that of a batch with the same name in another outbox or at another time.
     */
    String id() {
        return path.getFileName() + "-" + input.origin().substring(0, 8);
    }

    /**
     * Returns whether the file's results belong here.
     *
     * @throws BatchRefusedException if the folder has an unfinished batch of another file of the same name
     */
    boolean isOfFile() throws IOException, BatchRefusedException {
        return before == null ? isFree() : continues();
    }

    /** Returns whether there are no results in the folder. */
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
                    "%s holds an unfinished batch of another %s (%d bytes, now %d; or other content). To finish it put"
                            + " the first file back; to drop it delete the folder; or give this file another name.",
                    path,
                    before.name(),
                    before.size(),
                    file.scan().size()));
        }
        return false;
    }

    /** Returns whether every row has been answered and the summary is written. */
    boolean isComplete() throws IOException {
        // A summary of fewer rows is older than the growth of the file.
        return Files.exists(path.resolve(Summary.FILE)) && Summary.read(path).rows() >= input.rows();
    }

    /** Returns whether the rows of the batch are sent to other processes. */
    boolean isSent() {
        return Files.exists(path.resolve(UnsentRows.CHECKPOINT));
    }

    /** Returns whether the folder has results of an earlier run that are incomplete. */
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
     * Prepares the folder for results, before any call is made. Does nothing if the batch is complete and its file has
     * not grown.
     *
     * @param answered returns whether a row that is no longer in the file was answered
     * @throws IOException if the folder cannot be written to, or the disk is full
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
        recordColumns();
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

    private void recordColumns() throws IOException {
        InputColumns now = file.scan().columns(file.path());
        if (!now.equals(columns())) {
            AtomicFile.write(path.resolve(COLUMNS), out -> JSON.writeValue(out, now));
        }
    }

    private List<Long> torn(LongPredicate answered) throws IOException {
        List<Long> torn =
                file.changedSince(before).stream().filter(answered::test).toList();
        if (!torn.isEmpty()) {
            LOG.warn(
                    "{} had no line end when its row {} was answered, and has grown in the middle of that line. The"
                            + " whole line is answered as a row of its own.",
                    input.name(),
                    torn.get(0));
        }
        return torn;
    }

    /** Returns the columns of the input; if they are not recorded, those of a plain list. */
    InputColumns columns() throws IOException {
        Path columns = path.resolve(COLUMNS);
        try {
            return Files.exists(columns)
                    ? JSON.readValue(Files.readAllBytes(columns), InputColumns.class)
                    : InputColumns.open(false);
        } catch (JsonProcessingException e) {
            return InputColumns.open(false); // damaged; the next start from the input writes it anew
        }
    }

    /** Reads again what is recorded of the input, because the file may have grown since the folder was opened. */
    void refresh() throws IOException {
        InputFingerprint recorded = InputFingerprint.recorded(path);
        input = recorded == null ? input : recorded;
    }

    /**
     * Records a new modification time of the file, if its content is the same.
     *
     * @return whether the content is the same
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

    /** Returns whether the file at a path is still the file that was scanned. */
    boolean isInput(Path now) throws IOException {
        return input.isAt(now) && (file == null || file.isInPlace());
    }

    /**
     * Returns whether a row was answered by an earlier run; slow, because it reads all results.
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
