package org.plumelookup.batch;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.plumelookup.observe.Activity;
import org.plumelookup.observe.RunningBatches;
import org.plumelookup.resilience.BudgetSettings;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;

/**
 * Routes an input file to its result files: opens the batch, splits it into rows, looks up each row, records each
 * answer, and completes the batch when all rows are answered.
 */
public final class BatchRoutes extends RouteBuilder {
    private final InstanceName prefix;
    private final BatchSettings settings;
    private final double callsPerSecond;
    private final CircuitBreakers breakers;
    private final RunningBatches running;
    private final Activity activity;

    /**
     * Creates the routes and reads their settings.
     *
     * @param context the context in which they run
     * @param keys the settings
     * @param breakers of the instance; no row is read while calls are suspended, nor from an inbox while results cannot
     *     be written
     * @param running lists the batches at work
     * @param activity of the lookups
     */
    public BatchRoutes(
            CamelContext context, Settings keys, CircuitBreakers breakers, RunningBatches running, Activity activity) {
        super(context);
        this.prefix = keys.prefix();
        this.settings = BatchSettings.from(keys);
        this.callsPerSecond = BudgetSettings.from(keys).sustainedPace();
        this.breakers = breakers;
        this.running = running;
        this.activity = activity;
    }

    @Override
    public void configure() throws Exception {
        ScheduledExecutorService clock =
                getContext().getExecutorServiceManager().newScheduledThreadPool(this, prefix.name("batch-clock"), 1);
        BatchSteps steps =
                new BatchSteps(getContext(), prefix, settings, callsPerSecond, breakers, running, activity, clock);
        ExecutorService rows = getContext()
                .getExecutorServiceManager()
                .newFixedThreadPool(this, prefix.name("rows"), settings.concurrency());
        getContext().getRegistry().bind(prefix.bean("Outbox"), new OutboxChannel(settings.outbox()));
        batch(steps, rows);
    }

    // spotless:off: the indentation shows the nesting

    private void batch(BatchSteps steps, ExecutorService rows) {
        from(prefix.direct("batch"))
            .routeId(prefix.name("batch"))
            .routeConfigurationId(prefix.text())
            .description("Processes one input file (a path or file as the body) and returns its summary")
            .errorHandler(noErrorHandler())
            .doTry()
                .bean(steps, "open")
                .split(method(steps, "rows")).streaming().parallelProcessing().executorService(rows)
                    .to(prefix.direct("row"))
                .end()
                .bean(steps, "finish")
            .endDoTry()
            .doFinally()
                .bean(steps, "close")
            .end();

        from(prefix.direct("row"))
            .routeId(prefix.name("row"))
            .routeConfigurationId(prefix.text())
            .description("Looks up one row and records its outcome; a row that fails stops the batch")
            .streamCache(false) // no body is a stream
            .errorHandler(noErrorHandler())
            .doTry()
                .process(steps::choosePattern)
                .to(prefix.direct("lookup"))
                .filter(steps::areMessagesMissing) // the channels were replaced meanwhile
                    .setExchangePattern(ExchangePattern.InOnly)
                    .to(prefix.direct("outcome"))
                .end()
                .process(steps::record)
            .endDoTry()
            .doCatch(Exception.class)
                .bean(steps, "stop")
            .doFinally()
                .process(steps::release)
            .end();
    }

    // spotless:on
}
