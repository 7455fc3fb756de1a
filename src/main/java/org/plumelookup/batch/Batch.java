package org.plumelookup.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.batch.rows.RowReader;

/**
 * Works on one input file: hands out its unanswered rows, and writes down each answer at once.
 *
 * <p>Rows are handed out by one thread at a time; answers may come from any thread.
 */
final class Batch implements AutoCloseable {
    /** Name of the exchange property that holds it. */
    static final String PROPERTY = "plumeBatch";

    private final Path file;
    private final BatchFolder folder;
    private final InputFile input;
    private final RowReader reader;
    private final RowGate gate;
    private final BatchResults results;
    private final List<Future<?>> tasks = new CopyOnWriteArrayList<>();
    private final AtomicReference<Exception> fault = new AtomicReference<>();

    private Batch(Path file, BatchFolder folder, RowReader reader, RowGate gate) throws IOException {
        this.file = file;
        this.folder = folder;
        this.input = folder.input();
        this.reader = reader;
        this.gate = gate;
        try {
            this.results = new BatchResults(folder);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /**
     * Opens the batch of a file, new or unfinished.
     *
     * @param file the input
     * @param settings outbox and column
     * @param gate says when the next row may be handed out
     * @throws BatchRefusedException if the file cannot be worked on as it is
     * @throws BatchBusyException if another run works on it
     */
    static Batch open(Path file, BatchSettings settings, RowGate gate)
            throws IOException, BatchRefusedException, BatchBusyException {
        BatchFolder folder = BatchFolder.claim(file, settings, BatchFolder.RESULTS);
        try {
            if (!folder.isComplete()) {
                if (SentRows.areIn(folder.path())) {
                    throw new BatchBusyException(folder.path());
                }
                folder.prepare();
            }
            return new Batch(file, folder, RowReader.open(file, settings.column()), gate);
        } catch (IOException | BatchBusyException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Gives the rows that are not answered yet, in the order of the file; ends early when the batch has to stop. */
    Iterator<LookupRequest> rows() {
        return new UnansweredRows();
    }

    /** Writes down the answer of a row. */
    void note(LookupOutcome outcome) throws IOException {
        results.note(outcome);
    }

    /** Stops handing out rows because one could not be brought to its end; the first cause is kept. */
    void stop(Exception cause) {
        fault.compareAndSet(null, cause);
    }

    /** Takes back the place of a row, answered or not. */
    void left() {
        gate.leave();
    }

    /** Forces the answers so far to disk; a fault stops the batch. */
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
     * @throws BatchUnfinishedException if rows are left, the last files cannot be written, or the input has changed
     *     meanwhile; started again, the batch goes on, or the new input is worked on
     */
    Summary finish() throws IOException, BatchUnfinishedException {
        force();
        Progress progress = progress();
        if (fault.get() != null || !results.areAll()) {
            String why = fault.get() == null ? "it was stopped" : fault.get().getMessage();
            throw new BatchUnfinishedException(
                    String.format(
                            Locale.ROOT,
                            "%s is not finished: %d of %d rows are answered; %s. Started again, it goes on.",
                            input.name(),
                            progress.done(),
                            progress.total(),
                            why),
                    fault.get());
        }
        Summary summary = summary();
        if (!input.isAt(file)) {
            throw new BatchUnfinishedException(
                    String.format(
                            Locale.ROOT,
                            "%s has changed while it was worked on. What it held before is answered in %s; what it holds now is"
                                    + " looked up when it is started again.",
                            file,
                            folder.path()),
                    null);
        }
        return summary;
    }

    private Summary summary() throws BatchUnfinishedException {
        try {
            return results.complete();
        } catch (IOException e) {
            throw new BatchUnfinishedException(
                    String.format(
                            Locale.ROOT,
                            "%s is answered, but %s cannot be completed: %s. Make room or mend the rights; started again, it"
                                    + " goes on.",
                            input.name(),
                            folder.path(),
                            e),
                    e);
        }
    }

    Progress progress() {
        return results.progress(gate.held());
    }

    /** Hands over a task that is to end with the run. */
    void onClose(Future<?> task) {
        tasks.add(task);
    }

    /** Tells this batch from every other. */
    String id() {
        return folder.id();
    }

    @Override
    public void close() throws IOException {
        try (results;
                reader) {
            tasks.forEach(task -> task.cancel(false));
        }
    }

    /** Skips what is answered, and waits for a place before it hands out a row. */
    private final class UnansweredRows implements Iterator<LookupRequest> {
        private LookupRequest next;

        @Override
        public boolean hasNext() {
            if (next == null && !results.areAll()) {
                next = unanswered();
                if (next != null && !gate.enter(() -> fault.get() != null)) {
                    next = null;
                }
            }
            return next != null;
        }

        private LookupRequest unanswered() {
            while (fault.get() == null && reader.hasNext()) {
                LookupRequest row = reader.next();
                if (row.row() > input.rows()) {
                    return null; // the file has grown since it was looked through
                }
                if (!results.isAnswered(row.row())) {
                    return RowJson.limited(row);
                }
            }
            return null;
        }

        @Override
        public LookupRequest next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            LookupRequest row = next;
            next = null;
            return row;
        }
    }
}
