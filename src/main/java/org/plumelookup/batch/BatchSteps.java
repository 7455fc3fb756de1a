package org.plumelookup.batch;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.batch.report.TimelineRecorder;
import org.plumelookup.lookup.ChannelMessages;
import org.plumelookup.observe.Activity;
import org.plumelookup.observe.RunningBatches;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.resilience.HoldCause;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.text.DurationText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Implements the steps of the batch routes. Thread-safe; the state of a run is on its exchange. */
final class BatchSteps {
    private static final Logger LOG = LoggerFactory.getLogger(BatchSteps.class);
    private static final long FORCE_MILLIS = 400;

    private final CamelContext context;
    private final String progress;
    private final BatchChannels channels;
    private final BatchSettings settings;
    private final double callsPerSecond;
    private final CircuitBreakers breakers;
    private final RunningBatches running;
    private final Activity activity;
    private final ScheduledExecutorService clock;

    BatchSteps(
            CamelContext context,
            InstanceName prefix,
            BatchSettings settings,
            double callsPerSecond,
            CircuitBreakers breakers,
            RunningBatches running,
            Activity activity,
            ScheduledExecutorService clock) {
        this.context = context;
        this.progress = prefix.bean("Progress");
        this.channels = new BatchChannels(context, prefix);
        this.settings = settings;
        this.callsPerSecond = callsPerSecond;
        this.breakers = breakers;
        this.running = running;
        this.activity = activity;
        this.clock = clock;
    }

    /**
     * Opens the batch of a file, and starts to force its results to disk and to show its progress.
     *
     * @throws BatchUnfinishedException if the results cannot be written
     */
    public void open(@Body File file, Exchange exchange)
            throws BatchRefusedException, BatchBusyException, BatchUnfinishedException {
        BatchRun batch;
        Route source = context.getRoute(exchange.getFromRouteId());
        try {
            batch = BatchRun.open(
                    file.toPath(),
                    settings,
                    new InFlightLimiter(
                            breakers,
                            exchange.getProperty(FileExchange.PERMIT, CircuitBreaker.Permit.class),
                            () -> isStopping() || isSuspended(source)),
                    () -> FileExchange.isWhole(file, exchange));
        } catch (IOException e) {
            throw BatchUnfinishedException.ofOpening(e, file.toPath(), settings, "started again, it goes on");
        }
        exchange.setProperty(BatchRun.PROPERTY, batch);
        exchange.setProperty(ChannelMessages.SOURCE, batch.id());
        logBegin(batch.progress());
        running.add(batch, batch::progress);
        ProgressDisplay display = display();
        long every = display.every().toMillis();
        batch.onClose(clock.scheduleWithFixedDelay(batch::force, FORCE_MILLIS, FORCE_MILLIS, TimeUnit.MILLISECONDS));
        batch.onClose(clock.scheduleWithFixedDelay(
                batch.measure(activity),
                TimelineRecorder.SAMPLE_MILLIS,
                TimelineRecorder.SAMPLE_MILLIS,
                TimeUnit.MILLISECONDS));
        batch.onClose(clock.scheduleWithFixedDelay(() -> batch.show(display), every, every, TimeUnit.MILLISECONDS));
    }

    private void logBegin(Progress progress) {
        if (progress.done() < progress.total()) {
            LOG.info("{}", progress.begun(callsPerSecond));
        }
    }

    private boolean isStopping() {
        return context.isStopping() || context.isStopped();
    }

    /** Returns whether the route that brought the file is suspended or stops, such as before it is replaced. */
    private static boolean isSuspended(Route source) {
        return source != null
                && source.getConsumer() instanceof StatefulService consumer
                && (consumer.isSuspended() || consumer.isStopping() || consumer.isStopped());
    }

    private ProgressDisplay display() {
        ProgressDisplay bound = context.getRegistry().lookupByNameAndType(progress, ProgressDisplay.class);
        return bound == null ? ProgressDisplay.log() : bound;
    }

    /** Returns the rows to look up. */
    public Iterator<LookupRequest> rows(@ExchangeProperty(BatchRun.PROPERTY) BatchRun batch) {
        return batch.rows();
    }

    /** Sets the exchange pattern of a row: InOnly if its outcome goes to the channels, else InOut. */
    void choosePattern(Exchange exchange) {
        exchange.setProperty(BatchLogContext.ROW, rowOf(exchange));
        exchange.setPattern(channels.areWanted() ? ExchangePattern.InOnly : ExchangePattern.InOut);
    }

    private static String rowOf(Exchange exchange) {
        return String.valueOf(exchange.getMessage().getBody(LookupRequest.class).row());
    }

    /** Returns whether the outcome of a row is still to be sent to the channels, because they lead elsewhere only now. */
    boolean areMessagesMissing(Exchange exchange) {
        return exchange.getPattern() == ExchangePattern.InOut && channels.areWanted();
    }

    /**
     * Records the answer of a row. For a file of the inbox, waits until the answer can be written, so that no call is
     * made twice.
     */
    void record(Exchange exchange) throws IOException {
        LookupOutcome outcome = exchange.getMessage().getBody(LookupOutcome.class);
        List<String> documents = ChannelMessages.documents(exchange);
        CircuitBreaker.Permit permit = exchange.getProperty(FileExchange.PERMIT, CircuitBreaker.Permit.class);
        if (permit == null) {
            batch(exchange).record(outcome, documents);
        } else {
            recordWhenWritable(batch(exchange), outcome, documents, permit);
        }
        running.written();
    }

    private void recordWhenWritable(
            BatchRun batch, LookupOutcome outcome, List<String> documents, CircuitBreaker.Permit first) {
        CircuitBreaker.Permit permit = first;
        boolean written = false;
        try {
            while (!written) {
                written = tryRecord(batch, outcome, documents, permit);
                permit = written ? permit : breakers.results().acquire();
            }
        } finally {
            breakers.results().release(permit);
        }
    }

    private boolean tryRecord(
            BatchRun batch, LookupOutcome outcome, List<String> documents, CircuitBreaker.Permit permit) {
        try {
            batch.record(outcome, documents);
            breakers.results().successNow(permit);
            return true;
        } catch (IOException e) {
            breakers.results().open(permit, HoldCause.RESULTS, e.getMessage(), BatchResults.PAUSE);
            return false;
        }
    }

    /** Stops the batch because a row failed, unless the program stops. */
    public void stop(
            @ExchangeProperty(BatchRun.PROPERTY) BatchRun batch,
            // @ExchangeException would inject the innermost exception, which does not name the file.
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause) {
        if (!isStopping()) {
            batch.stop(cause);
        }
    }

    /** Releases the permit of a row. */
    void release(Exchange exchange) {
        batch(exchange).release();
    }

    private static BatchRun batch(Exchange exchange) {
        return exchange.getProperty(BatchRun.PROPERTY, BatchRun.class);
    }

    /** Completes the batch, if every row is answered. */
    public Summary finish(@ExchangeProperty(BatchRun.PROPERTY) BatchRun batch)
            throws IOException, BatchUnfinishedException, BatchRefusedException {
        Summary summary = batch.finish();
        LOG.info(
                "{} is complete after {}: {}; report: {}.",
                summary.input(),
                DurationText.of(Duration.between(summary.started(), summary.finished())),
                counts(summary),
                summary.folder().resolve("report.html").toAbsolutePath());
        return summary;
    }

    private static String counts(Summary summary) {
        return Stream.concat(
                        Stream.of(String.format(Locale.ROOT, "%,d rows", summary.rows())),
                        summary.outcomes().entrySet().stream()
                                .map(entry -> String.format(Locale.ROOT, "%s %,d", entry.getKey(), entry.getValue())))
                .collect(Collectors.joining(", "));
    }

    /** Ends the run, complete or not. */
    public void close(@ExchangeProperty(BatchRun.PROPERTY) BatchRun batch) throws IOException {
        if (batch != null) {
            running.remove(batch);
            try {
                batch.end(display());
            } finally {
                batch.close();
            }
        }
    }
}
