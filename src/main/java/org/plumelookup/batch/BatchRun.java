package org.plumelookup.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.batch.input.FileChangedException;
import org.plumelookup.batch.report.TimelineRecorder;
import org.plumelookup.observe.Activity;

/**
 * Processes one input file in one run: returns its unanswered rows, and records each answer at once.
 *
 * <p>Rows are read by one thread at a time; answers may come from any thread.
 */
final class BatchRun implements AutoCloseable {
    /** Name of the exchange property that holds it. */
    static final String PROPERTY = "plumeBatch";

    private final Path file;
    private final BatchFolder folder;
    private final InputFingerprint input;
    private final NumberedRows reader;
    private final long last;
    private final InFlightLimiter inFlight;
    private final BatchResults results;
    private final List<Future<?>> tasks = new CopyOnWriteArrayList<>();
    private final AtomicReference<Exception> fault = new AtomicReference<>();
    private TimelineRecorder recorder;
    private boolean ended;

    private BatchRun(
            Path file,
            BatchFolder folder,
            NumberedRows reader,
            InFlightLimiter inFlight,
            BooleanSupplier whole,
            AccountHashes accounts,
            BatchSettings settings)
            throws IOException {
        this.file = file;
        this.folder = folder;
        this.input = folder.input();
        this.reader = reader;
        this.last = whole.getAsBoolean() ? input.rows() : reader.lastSettled();
        this.inFlight = inFlight;
        try {
            this.results = new BatchResults(folder, accounts, settings);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /**
     * Opens the batch of a file, new or unfinished.
     *
     * @param file the input
     * @param settings outbox, and how files are read
     * @param inFlight limits the rows in flight
     * @param whole returns whether a last row without a line end is processed, too; if not, it waits. Asked after the
     *     file was scanned, because it may have grown right before
     * @throws BatchRefusedException if the file cannot be worked on as it is
     * @throws BatchBusyException if another run has the batch
     */
    static BatchRun open(Path file, BatchSettings settings, InFlightLimiter inFlight, BooleanSupplier whole)
            throws IOException, BatchRefusedException, BatchBusyException {
        BatchFolder folder = FolderClaim.of(file, settings, BatchFolder.RESULTS_LOCK);
        try {
            if (!folder.isComplete() && folder.isSent()) {
                throw new BatchBusyException(folder.path());
            }
            AccountHashes accounts = folder.isToBeContinued() ? folder.accounts() : null;
            folder.prepare(row -> folder.isAnswered(row, accounts));
            return new BatchRun(file, folder, folder.rows(), inFlight, whole, accounts, settings);
        } catch (UncheckedIOException e) {
            folder.close();
            throw e.getCause();
        } catch (IOException | BatchBusyException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Returns the rows that are not answered yet, in the order of the file; ends early if the batch has to stop. */
    Iterator<LookupRequest> rows() {
        return new UnansweredRows(reader, last, results, inFlight, fault);
    }

    /** Records the answer of a row. */
    void record(LookupOutcome outcome, List<String> documents) throws IOException {
        results.record(outcome, documents);
    }

    /** Stops the batch because a row failed; the first cause is kept. */
    void stop(Exception cause) {
        fault.compareAndSet(null, cause);
    }

    /** Releases the permit of a row, answered or not. */
    void release() {
        inFlight.release();
    }

    /** Forces the answers so far to disk; a failure stops the batch. */
    void force() {
        try {
            results.force();
        } catch (IOException e) {
            stop(e);
        }
    }

    /**
     * Ends the run: completes the batch if every row is answered.
     *
     * @return the summary of the complete batch
     * @throws BatchUnfinishedException if rows are unanswered, the last files cannot be written, or the input has
     *     changed meanwhile; started again, the batch goes on, or processes the new input
     * @throws BatchRefusedException if the batch is complete and its summary is damaged
     */
    Summary finish() throws IOException, BatchUnfinishedException, BatchRefusedException {
        force();
        if (recorder != null) {
            recorder.close();
        }
        Progress progress = progress();
        if (fault.get() != null || !results.areAllAnswered()) {
            throw unfinished(progress);
        }
        boolean changed = !folder.isInput(file) && !folder.isOnlyTouched(file);
        if (changed && input.isBeginningOf(file)) {
            throw new BatchUnfinishedException(
                    String.format(
                            Locale.ROOT,
                            "%s has grown while it was worked on: %d rows are answered. Started again, it goes on with"
                                    + " the others.",
                            input.name(),
                            progress.done()),
                    null);
        }
        Summary summary = summary();
        if (changed) {
            throw changed();
        }
        return summary;
    }

    private BatchUnfinishedException changed() {
        return new BatchUnfinishedException(
                String.format(
                        Locale.ROOT,
                        "%s has changed while it was worked on. Its old content is answered in %s; started"
                                + " again, its new content is looked up.",
                        file,
                        folder.path()),
                null);
    }

    /**
     * Checks again that the file is the one that was answered; does nothing if there is no file any more.
     *
     * @throws BatchUnfinishedException if it has changed since {@link #finish} checked it
     */
    void checkInput() throws IOException, BatchUnfinishedException {
        // The same content is answered, whatever its times; a file that has grown is brought back when it was moved.
        if (Files.exists(file) && !folder.isInput(file) && !input.isBeginningOf(file)) {
            throw changed();
        }
    }

    private BatchUnfinishedException unfinished(Progress progress) {
        Exception cause = fault.get();
        if (cause == null && last < input.rows() && progress.done() >= last) {
            return new BatchUnfinishedException(heldBack(input.name()), null);
        }
        return new BatchUnfinishedException(
                String.format(
                        Locale.ROOT,
                        "%s is not finished: %d of %d rows are answered; %s. Started again, it goes on.",
                        input.name(),
                        progress.done(),
                        progress.total(),
                        cause == null ? "it was stopped" : cause.getMessage()),
                cause instanceof FileChangedException ? null : cause);
    }

    /** Returns the message for a file whose last row may be incomplete. */
    static String heldBack(String name) {
        return name + " ends without a line end: its last row waits for one, or until the file has not changed for "
                + FileExchange.LONG_REST + " times plume.file.rest.";
    }

    private Summary summary() throws BatchUnfinishedException, BatchRefusedException {
        try {
            return results.complete();
        } catch (DamagedFileException e) {
            throw e.refusal();
        } catch (IOException e) {
            throw new BatchUnfinishedException(
                    String.format(
                            Locale.ROOT,
                            "%s is answered, but %s cannot be completed: %s. Free disk space or fix permissions;"
                                    + " started again, it goes on.",
                            input.name(),
                            folder.path(),
                            e),
                    e);
        }
    }

    Progress progress() {
        return results.progress(inFlight.hold(), inFlight.held());
    }

    /** Shows the progress, unless the run has ended. */
    synchronized void show(ProgressDisplay display) {
        if (!ended) {
            display.show(progress());
        }
    }

    /** Shows the progress for the last time. */
    synchronized void end(ProgressDisplay display) {
        ended = true;
        display.end(progress());
    }

    /**
     * Records the time of this run for the report, unless the batch was complete before.
     *
     * @param activity of the instance that looks the rows up
     * @return takes a sample; to be called again and again
     */
    Runnable measure(Activity activity) {
        if (results.isComplete()) {
            return () -> {};
        }
        recorder = new TimelineRecorder(folder.path(), activity.measure(), results::answered);
        return recorder::sample;
    }

    /** Registers a task that ends with the run. */
    void onClose(Future<?> task) {
        tasks.add(task);
    }

    /** Returns the name of its input. */
    String name() {
        return input.name();
    }

    /** Returns the unique ID of this batch. */
    String id() {
        return folder.id();
    }

    @Override
    public void close() throws IOException {
        try (results;
                reader) {
            tasks.forEach(task -> task.cancel(false));
            if (recorder != null) {
                recorder.close();
            }
        }
    }
}
