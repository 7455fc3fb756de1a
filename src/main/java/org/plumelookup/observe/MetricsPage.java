package org.plumelookup.observe;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.camel.CamelContext;

/** Writes all meters in the text format of Prometheus. Thread-safe. */
public final class MetricsPage implements Page {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /**
     * Creates the page and its registry, to which the meters of the flow are added as to a host's own; and adds what
     * Camel's dashboards read.
     *
     * @param context a context without routes yet
     */
    public MetricsPage(CamelContext context) {
        context.getRegistry().bind("plumeMeterRegistry", registry);
        CamelMeters.add(context, registry);
    }

    @Override
    public Content content() {
        return Content.of(200, TYPE, registry.scrape());
    }
}
