package org.plumelookup.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.camel.CamelContext;

/** Writes all meters in the text format of Prometheus. Thread-safe. */
public final class MetricsPage implements Page {
    private static final String GROUP = "plume.";
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private volatile double diskFree = Double.NaN;

    /**
     * Creates the page and its registry, to which the meters of the flow are added as to a host's own; and adds what
     * Camel's dashboards read.
     *
     * @param context a context without routes yet
     * @param health asked at each scrape
     */
    public MetricsPage(CamelContext context, HealthReport health) {
        context.getRegistry().bind("plumeMeterRegistry", registry);
        CamelMeters.add(context, registry);
        Gauge.builder(GROUP + "ready", health, report -> report.isReady() ? 1 : 0)
                .description("1 if the program is ready, else 0")
                .register(registry);
        Gauge.builder(GROUP + "disk.free", this, page -> page.diskFree)
                .description("Space that the disk of the results had at the last check; NaN before the first")
                .baseUnit("bytes")
                .register(registry);
    }

    /** Takes note of how many bytes the disk of the results has left. */
    public void diskFree(long bytes) {
        diskFree = bytes;
    }

    @Override
    public Content content() {
        return Content.of(200, TYPE, registry.scrape());
    }
}
