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
 * Shows the figures as meters in the host's own Micrometer registry; loaded only where the host has Micrometer. Each
 * meter has the instance's prefix as a tag.
 */
final class PlumeMeters {
    private static final String GROUP = "plume.";

    private PlumeMeters() {}

    /**
     * Adds the meters {@code plume.calls}, {@code plume.outcomes} and {@code plume.hold} (1 while nobody calls).
     *
     * @param context gives the registries that are bound in it
     * @param prefix of the instance
     * @param figures read whenever a meter is
     * @param tally read whenever a meter is
     * @return takes them out again
     */
    static Runnable add(CamelContext context, InstanceName prefix, LookupMetrics figures, OutcomeCounters tally) {
        List<Runnable> remove = new ArrayList<>();
        for (MeterRegistry registry : context.getRegistry().findByType(MeterRegistry.class)) {
            List<Meter> meters = new ArrayList<>();
            meters.add(FunctionCounter.builder(GROUP + "calls", figures, LookupMetrics::getCalls)
                    .tag("prefix", prefix.text())
                    .register(registry));
            meters.add(Gauge.builder(
                            GROUP + "hold", figures, seen -> seen.getHold().isEmpty() ? 0 : 1)
                    .tag("prefix", prefix.text())
                    .register(registry));
            for (Outcome outcome : Outcome.values()) {
                meters.add(FunctionCounter.builder(GROUP + "outcomes", tally, counts -> counts.count(outcome))
                        .tags("prefix", prefix.text(), "outcome", outcome.text())
                        .register(registry));
            }
            remove.add(() -> meters.forEach(registry::remove));
        }
        return () -> remove.forEach(Runnable::run);
    }
}
