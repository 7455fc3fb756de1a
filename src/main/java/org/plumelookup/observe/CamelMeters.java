package org.plumelookup.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/** Counts the exchanges of a context under the names that Camel's own dashboards read, and shows memory, CPU and start. */
final class CamelMeters extends SimpleEventNotifierSupport {
    private final LongAdder begun = new LongAdder();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile long lastMillis;

    private CamelMeters() {
        setIgnoreCamelContextInitEvents(true);
        setIgnoreCamelContextEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeEvents(false);
        setIgnoreExchangeCreatedEvent(false);
        setIgnoreExchangeCompletedEvent(false);
        setIgnoreExchangeFailedEvents(false);
    }

    /**
     * Adds the meters.
     *
     * @param context one that is not started yet
     */
    static void add(CamelContext context, MeterRegistry registry) {
        CamelMeters counts = new CamelMeters();
        counts.start(); // only one that is started is told of anything
        context.getManagementStrategy().addEventNotifier(counts);
        String name = context.getName();
        Tags tags = Tags.of("camelContext", name, "kind", "CamelRoute", "routeId", "", "eventType", "context");
        counter(registry, "camel.exchanges.total", tags, counts.begun);
        counter(registry, "camel.exchanges.succeeded", tags, counts.succeeded);
        counter(registry, "camel.exchanges.failed", tags, counts.failed);
        Gauge.builder(
                        "camel.exchanges.inflight",
                        context,
                        seen -> seen.getInflightRepository().size())
                .tags(tags)
                .register(registry);
        Gauge.builder("camel.exchanges.last.timestamp", counts, seen -> seen.lastMillis)
                .description("When the last exchange ended, in milliseconds since 1970")
                .register(registry);
        String version = context.getVersion();
        Gauge.builder("app.info", () -> 1)
                .tags("camel.version", version, "camel.context", name)
                .tags("camel.runtime.provider", "Main", "camel.runtime.version", version)
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private static void counter(MeterRegistry registry, String name, Tags tags, LongAdder count) {
        FunctionCounter.builder(name, count, LongAdder::sum).tags(tags).register(registry);
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof CamelEvent.ExchangeCreatedEvent) {
            begun.increment();
        } else if (event instanceof CamelEvent.ExchangeCompletedEvent) {
            end(succeeded);
        } else if (event instanceof CamelEvent.ExchangeFailedEvent) {
            end(failed);
        }
    }

    private void end(LongAdder count) {
        count.increment();
        lastMillis = System.currentTimeMillis();
    }
}
