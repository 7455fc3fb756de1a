package org.plumelookup.scaleout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.support.service.ServiceSupport;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.batch.BatchBusyException;
import org.plumelookup.batch.BatchRefusedException;
import org.plumelookup.batch.BatchResults;
import org.plumelookup.batch.BatchSettings;
import org.plumelookup.batch.ProgressDisplay;
import org.plumelookup.batch.RowJson;
import org.plumelookup.batch.Summary;
import org.plumelookup.batch.inbox.Inbox;
import org.plumelookup.lookup.OutcomeJson;
import org.plumelookup.observe.RunningBatches;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.resilience.HoldCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the outcomes from a queue into the results of their batches, and completes a batch when it has every row. An
 * outcome that comes twice is written once. While results cannot be written, the circuit breaker is open and the
 * message stays in the queue. Thread-safe.
 */
final class Collector extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final BatchSettings settings;
    private final CircuitBreaker breaker;
    private final RunningBatches running;
    private final Map<Path, BatchResults> open = new HashMap<>();

    /**
     * Creates a collector without open batches.
     *
     * @param settings name the inbox and the outbox
     * @param breaker open while results cannot be written
     * @param running gets to know the batches that are not complete
     */
    Collector(BatchSettings settings, CircuitBreaker breaker, RunningBatches running) {
        this.settings = settings;
        this.breaker = breaker;
        this.running = running;
    }

    /**
     * Records an outcome and forces it to disk, so that its message can be removed from the queue.
     *
     * @param correlationId names the row of a batch
     * @param reply the outcome
     * @throws BatchRefusedException if it belongs to no batch in the outbox
     */
    public void note(@Header("JMSCorrelationID") String correlationId, @Body String reply)
            throws BatchRefusedException {
        RowId row = RowId.of(correlationId);
        LookupOutcome outcome = RowJson.outcome(row.row(), reply);
        boolean written;
        do {
            written = tryTo(() -> record(row, outcome));
        } while (!written);
    }

    private synchronized void record(RowId row, LookupOutcome outcome)
            throws IOException, BatchBusyException, BatchRefusedException {
        Path folder = row.folder(settings.outbox());
        BatchResults results = results(folder);
        if (results == null || !results.isOf(row.batch(), row.row())) {
            throw new BatchRefusedException(String.format(
                    Locale.ROOT,
                    "There is no batch %s in %s with a row %d: its results were moved, or belong to another collector.",
                    row.batch(),
                    settings.outbox(),
                    row.row()));
        }
        if (!results.areAllAnswered()) {
            if (!results.isAnswered(row.row())) {
                results.record(outcome, OutcomeJson.documents(outcome));
                running.written();
            }
            results.force(); // also what was recorded the last time, but not forced
        }
        if (areAllAnswered(results)) {
            complete(folder, results);
        }
    }

    private static boolean areAllAnswered(BatchResults results) throws IOException {
        if (results.areAllAnswered()) {
            results.refresh(); // the file may have grown, and more of its rows may be in the queue
        }
        return results.areAllAnswered();
    }

    /** Completes batches of an earlier run that have every row, and logs the progress of the others. */
    public void look() {
        if (!breaker.isWaiting()) {
            tryTo(this::completeAll);
        }
    }

    private synchronized void completeAll() throws IOException, BatchBusyException {
        for (Path folder : dispatchedFolders()) {
            BatchResults results = results(folder);
            if (results != null && areAllAnswered(results)) {
                complete(folder, results);
            } else if (results != null) {
                ProgressDisplay.log().show(results.progress(breaker.hold().orElse(null)));
            }
        }
        Inbox.moveAnswered(settings);
    }

    private List<Path> dispatchedFolders() throws IOException {
        if (!Files.isDirectory(settings.outbox())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(settings.outbox())) {
            return folders.filter(DispatchCheckpoint::existsIn)
                    .filter(folder -> !Summary.existsIn(folder))
                    .toList();
        }
    }

    private BatchResults results(Path folder) throws IOException, BatchBusyException {
        BatchResults results = open.get(folder);
        if (results != null && results.isInPlace()) {
            return results;
        }
        if (results != null) {
            running.remove(folder);
            open.remove(folder).close(); // the folder was deleted, and may exist again
        }
        BatchResults opened = BatchResults.ofSent(folder, settings);
        if (opened != null) {
            open.put(folder, opened);
            running.add(folder, () -> opened.progress(breaker.hold().orElse(null)));
        }
        return opened;
    }

    private void complete(Path folder, BatchResults results) throws IOException {
        boolean isNew = !Summary.existsIn(folder);
        Summary summary = results.complete();
        open.remove(folder);
        running.remove(folder);
        results.close();
        if (isNew) {
            LOG.info("{} is complete: {} rows in {}.", summary.input(), summary.rows(), folder);
            Inbox.moveAnswered(settings);
        }
    }

    /**
     * Runs a step with files.
     *
     * @param <E> exception that is not a fault of the files
     */
    private interface Step<E extends Exception> {
        void run() throws IOException, BatchBusyException, E;
    }

    private <E extends Exception> boolean tryTo(Step<E> step) throws E {
        CircuitBreaker.Permit permit = breaker.acquire();
        try {
            step.run();
            breaker.success(permit);
            return true;
        } catch (IOException | BatchBusyException e) {
            breaker.open(permit, HoldCause.RESULTS, String.valueOf(e.getMessage()), BatchResults.PAUSE);
            return false;
        } finally {
            breaker.release(permit);
        }
    }

    @Override
    protected synchronized void doStop() throws IOException {
        for (BatchResults results : open.values()) {
            results.close();
        }
        open.keySet().forEach(running::remove);
        open.clear();
    }
}
