package org.plumelookup.scaleout;

import org.apache.camel.CamelContext;
import org.plumelookup.batch.BatchSettings;
import org.plumelookup.batch.inbox.Inbox;
import org.plumelookup.observe.RunningBatches;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;

/** Binds what the routes of {@code routes/scale-out} use: {@code plumeDispatcher} and {@code plumeCollector}. */
public final class ScaleOutBeans {
    private final CircuitBreaker results;
    private final Inbox inbox;
    private final RunningBatches running;

    /**
     * Creates the binder.
     *
     * @param results circuit breaker, open while the queue accepts no row or results cannot be written
     * @param inbox admits the files of the dispatcher
     * @param running lists the batches of the collector
     */
    public ScaleOutBeans(CircuitBreaker results, Inbox inbox, RunningBatches running) {
        this.results = results;
        this.inbox = inbox;
        this.running = running;
    }

    /**
     * Binds the beans.
     *
     * @param context the context in which the routes run
     * @param keys the settings
     */
    public void bind(CamelContext context, Settings keys) throws Exception {
        InstanceName prefix = keys.prefix();
        BatchSettings settings = BatchSettings.from(keys);
        Collector collector = new Collector(settings, results, running);
        context.getRegistry().bind(prefix.bean("Dispatcher"), new Dispatcher(settings, inbox, results));
        context.getRegistry().bind(prefix.bean("Collector"), collector);
        context.addService(collector);
    }
}
