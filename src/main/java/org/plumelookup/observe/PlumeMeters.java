package org.plumelookup.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.plumelookup.api.Outcome;
import org.plumelookup.lookup.OutcomeCounters;
import org.plumelookup.settings.InstanceName;

/**
 * Publishes the metrics as meters in the host's Micrometer registry; loaded only if the host has Micrometer. Each meter
 * has the instance's prefix as a tag.
 */
final class PlumeMeters {
    private static final String GROUP = "plume.";

    private PlumeMeters() {}

    /**
     * Adds the meters {@code plume.calls}, {@code plume.outcomes} and {@code plume.hold} (1 while calls are suspended).
     *
     * @param context the context whose registry has the meter registries
     * @param prefix the prefix of the instance
     * @param metrics read whenever a meter is read
     * @param counters read whenever a meter is read
     * @return removes the meters
     */
    static Runnable add(CamelContext context, InstanceName prefix, LookupMetrics metrics, OutcomeCounters counters) {
        List<Runnable> remove = new ArrayList<>();
        for (MeterRegistry registry : context.getRegistry().findByType(MeterRegistry.class)) {
            List<Meter> meters = new ArrayList<>();
            meters.add(FunctionCounter.builder(GROUP + "calls", metrics, LookupMetrics::getCalls)
                    .tag("prefix", prefix.text())
                    .register(registry));
            meters.add(Gauge.builder(
                            GROUP + "hold", metrics, seen -> seen.getHold().isEmpty() ? 0 : 1)
                    .tag("prefix", prefix.text())
                    .register(registry));
            for (Outcome outcome : Outcome.values()) {
                meters.add(FunctionCounter.builder(GROUP + "outcomes", counters, counts -> counts.count(outcome))
                        .tags("prefix", prefix.text(), "outcome", outcome.text())
                        .register(registry));
            }
            remove.add(() -> meters.forEach(registry::remove));
        }
        return () -> remove.forEach(Runnable::run);
    }
}
