package org.plumelookup.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.batch.input.InputColumns;
import org.plumelookup.batch.report.Report;
import org.plumelookup.batch.table.CsvExport;
import org.plumelookup.batch.table.ResultsCsv;
import org.plumelookup.lookup.OutcomeJson;
import org.plumelookup.resilience.Hold;

/**
 * Stores the answers of one batch. The result files are the ledger: a row is answered if its records are in them.
 * Answers may come from any thread, and from several at once.
 */
public final class BatchResults implements AutoCloseable {
    /** Wait after results could not be written. */
    public static final Duration PAUSE = Duration.ofSeconds(10);

    private final BatchFolder folder;
    private final BatchSettings settings;
    private final Ledger ledger = new Ledger();
    private final ResultFile found;
    private final ResultFile errors;
    private final Instant started = Instant.now();
    private final long begun = System.nanoTime();
    private final long answeredBefore;
    private boolean completeBefore;

    /**
     * Opens the results, new or of an earlier run.
     *
     * @param folder the folder of the batch, held by this process
     * @param accounts of the input, to check the results of an earlier run; null for no check
     * @param settings how the files of the complete batch are written
     * @throws DamagedFileException if the results are not as an earlier run wrote them
     */
    BatchResults(BatchFolder folder, AccountHashes accounts, BatchSettings settings) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.completeBefore = folder.isComplete();
        ResultFile opened = open("found.jsonl", accounts);
        try {
            this.errors = open("errors.jsonl", accounts);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
        this.found = opened;
        this.answeredBefore = ledger.rows();
    }

    /**
     * Opens the results of a batch that has begun and whose rows other processes look up.
     *
     * @param folder the folder of the batch
     * @param settings how the files of the complete batch are written
     * @return its results, to be closed; null if there is no such batch in the folder
     * @throws DamagedFileException if the results are not as an earlier run wrote them
     * @throws BatchBusyException if another run has them
     */
    public static BatchResults ofSent(Path folder, BatchSettings settings) throws IOException, BatchBusyException {
        BatchFolder held = Files.exists(folder.resolve(UnsentRows.CHECKPOINT)) ? BatchFolder.of(folder) : null;
        if (held == null) {
            return null;
        }
        try {
            return new BatchResults(held, null, settings);
        } catch (IOException | RuntimeException e) {
            held.close(); // else the next try finds it locked by this process
            throw e;
        }
    }

    private ResultFile open(String name, AccountHashes accounts) throws IOException {
        Path path = folder.path().resolve(name);
        long whole = 0;
        try {
            whole = new Recovery(ledger, folder.input().rows(), accounts).read(path);
        } catch (DamagedFileException e) {
            if (!completeBefore) {
                throw e;
            }
        }
        // A complete file is read and never truncated, because its owner may have changed it.
        return new ResultFile(path, completeBefore ? Files.size(path) : whole);
    }

    /** Returns whether the folder is still there; if not, it was deleted or moved, and may exist again. */
    public boolean isInPlace() {
        return Files.exists(folder.path().resolve(BatchFolder.RESULTS_LOCK));
    }

    /**
     * Returns whether a row belongs to this batch, also if the file has grown meanwhile.
     *
     * @param batch unique ID of the row's batch
     * @param row number of the row
     */
    public boolean isOf(String batch, long row) throws IOException {
        if (row > folder.input().rows()) {
            folder.refresh();
        }
        return folder.id().equals(batch) && row <= folder.input().rows();
    }

    /** Returns whether a row is answered. */
    public boolean isAnswered(long row) {
        return ledger.isAnswered(row);
    }

    /** Reads again what is recorded of the input, because the file may have grown meanwhile. */
    public void refresh() throws IOException {
        folder.refresh();
        completeBefore = folder.isComplete();
    }

    /** Returns whether the batch was complete before. */
    boolean isComplete() {
        return completeBefore;
    }

    /** Returns how many rows are answered. */
    long answered() {
        return ledger.rows();
    }

    /** Returns whether every row is answered, also if the batch was complete before. */
    public boolean areAllAnswered() {
        return completeBefore || ledger.rows() >= folder.input().rows();
    }

    /**
     * Records the outcome of a row.
     *
     * @param outcome the outcome
     * @param documents of the outcome, as {@link OutcomeJson} writes them
     */
    public void record(LookupOutcome outcome, List<String> documents) throws IOException {
        ResultFile file = outcome.found() ? found : errors;
        file.append(documents);
        ledger.record(
                outcome.request().row(), outcome.outcome(), outcome.customers().size());
    }

    /** Forces the answers so far to disk. */
    public void force() throws IOException {
        found.force();
        errors.force();
    }

    /** Completes the batch if it is not complete yet; every row has to be answered. Returns the summary. */
    public Summary complete() throws IOException {
        if (folder.isComplete()) {
            return Summary.read(folder.path());
        }
        force();
        InputColumns columns = folder.columns();
        boolean mark = settings.csvBom() || columns.mark();
        Set<String> fields = new HashSet<>(CsvExport.write(folder.path(), "found", mark));
        fields.addAll(CsvExport.write(folder.path(), "errors", mark));
        ResultsCsv.write(folder.path(), folder.input().rows(), columns, fields, mark);
        Summary summary = Summary.of(folder.input(), ledger, folder.path(), started);
        Report.write(folder.path(), summary.totals(), settings.report());
        summary.write();
        return summary;
    }

    /**
     * Returns the progress of the batch.
     *
     * @param hold the hold to show, or null
     * @return rows answered, rate, time left
     */
    public Progress progress(Hold hold) {
        return progress(hold, Duration.ZERO);
    }

    /**
     * Returns the progress of the batch.
     *
     * @param hold the hold to show, or null
     * @param held how long the holds of this run were, in which no row could be answered
     */
    Progress progress(Hold hold, Duration held) {
        InputFingerprint input = folder.input();
        Duration passed = Duration.ofNanos(System.nanoTime() - begun);
        Duration time = passed.compareTo(held) > 0 ? passed.minus(held) : Duration.ZERO;
        return new Progress(input.name(), ledger.rows(), input.rows(), answeredBefore, time, ledger.outcomes(), hold);
    }

    @Override
    public void close() throws IOException {
        try (folder;
                found;
                errors) {
            // closed in this order, whatever fails
        }
    }
}
