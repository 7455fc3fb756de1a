package org.plumelookup.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.plumelookup.api.Outcome;
import org.plumelookup.http.CallListener;
import org.plumelookup.resilience.HoldCause;

/**
 * Publishes the figures as meters in the host's own Micrometer registry; loaded only if the host has Micrometer. Each
 * meter has the prefix of the instance as a tag. No tag has an account ID or a secret; that of a batch is its file name.
 */
final class PlumeMeters {
    private static final String GROUP = "plume.";
    private static final int MOST_BATCHES = 20;
    private static final int LONGEST_NAME = 100;
    private static final Duration[] BUCKETS = Stream.of(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final LookupMetrics figures;
    private final Tags tags;
    private final List<MultiGauge> ofBatches;
    private final CallListener onCall;

    private PlumeMeters(MeterRegistry registry, LookupMetrics figures) {
        this.registry = registry;
        this.figures = figures;
        this.tags = Tags.of("prefix", figures.getPrefix());
        this.ofBatches = List.of(
                batch("rows", "Rows of the input of a batch at work"),
                batch("rows.done", "Rows of a batch at work that are answered"),
                MultiGauge.builder(GROUP + "batch.left")
                        .description("How long a batch at work will still take")
                        .baseUnit("seconds")
                        .tags(tags)
                        .register(registry));
        Timer time = Timer.builder(GROUP + "call")
                .description("How long a call took until its whole answer was read, log-ins included")
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        this.onCall = (status, nanos) -> {
            time.record(nanos, TimeUnit.NANOSECONDS);
            Counter.builder(GROUP + "responses")
                    .description("Calls by HTTP status; none is no usable answer")
                    .tags(tags.and("status", status))
                    .register(registry)
                    .increment();
        };
    }

    /**
     * Adds the meters to every registry that is bound in a context.
     *
     * @param figures read whenever a meter is
     * @return takes them out again
     */
    static Runnable add(CamelContext context, LookupMetrics figures) {
        List<PlumeMeters> all = context.getRegistry().findByType(MeterRegistry.class).stream()
                .map(registry -> new PlumeMeters(registry, figures))
                .toList();
        all.forEach(PlumeMeters::add);
        figures.outcomes().onSource(source -> all.forEach(meters -> meters.addOutcomes(source)));
        figures.batches().onChange(batches -> all.forEach(meters -> meters.show(batches)));
        return () -> all.forEach(PlumeMeters::remove);
    }

    private void add() {
        counter("calls", "Calls taken out of the budget, log-ins, pages and retries included", LookupMetrics::getCalls);
        counter("ledger.writes", "Answers written into the ledgers of batches", LookupMetrics::getLedgerWrites);
        counter("logins", "Log-ins that brought a token", seen -> seen.logIns().granted());
        counter("logins.failed", "Log-ins that failed", seen -> seen.logIns().failed());
        gauge("token.age", "seconds", "Age of the token; NaN if there is none that came of a log-in", seen -> {
            Duration age = seen.logIns().age();
            return age == null ? Double.NaN : age.toMillis() / 1e3;
        });
        gauge("budget.used", null, "Calls within the last window of the budget", LookupMetrics::getBudgetUsed);
        gauge(
                "budget.left",
                null,
                "Calls that the last window has room for; NaN if there is no window",
                seen -> seen.getBudgetLeft() < 0 ? Double.NaN : seen.getBudgetLeft());
        gauge("hold", null, "1 during a hold, else 0", seen -> seen.getHold().isEmpty() ? 0 : 1);
        for (HoldCause cause : HoldCause.values()) {
            Gauge.builder(GROUP + "hold.lasted", figures, seen -> seen.holdSeconds(cause))
                    .description("How long a hold has lasted, by its cause; 0 if there is none")
                    .baseUnit("seconds")
                    .tags(tags.and("cause", cause.label()))
                    .register(registry);
        }
        figures.calls().addListener(onCall);
    }

    private void addOutcomes(String source) {
        for (Outcome outcome : Outcome.values()) {
            FunctionCounter.builder(
                            GROUP + "outcomes", figures, seen -> seen.outcomes().count(source, outcome))
                    .description("Account IDs by outcome and by the route that brought them")
                    .tags(tags.and("outcome", outcome.text(), "source", source))
                    .register(registry);
        }
    }

    private void counter(String name, String description, ToDoubleFunction<LookupMetrics> value) {
        FunctionCounter.builder(GROUP + name, figures, value)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private void gauge(String name, String unit, String description, ToDoubleFunction<LookupMetrics> value) {
        Gauge.builder(GROUP + name, figures, value)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    private MultiGauge batch(String name, String description) {
        return MultiGauge.builder(GROUP + "batch." + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /** Has a meter for each of the batches, but for no more than a registry should have. */
    private void show(List<Supplier<? extends BatchFigures>> batches) {
        Map<String, Supplier<? extends BatchFigures>> shown = new LinkedHashMap<>();
        batches.stream().limit(MOST_BATCHES).forEach(batch -> shown.putIfAbsent(name(batch.get()), batch));
        ofBatches.get(0).register(rows(shown, BatchFigures::total), true);
        ofBatches.get(1).register(rows(shown, BatchFigures::done), true);
        ofBatches.get(2).register(rows(shown, PlumeMeters::left), true);
    }

    private static Iterable<MultiGauge.Row<?>> rows(
            Map<String, Supplier<? extends BatchFigures>> batches, ToDoubleFunction<BatchFigures> value) {
        return batches.entrySet().stream()
                .<MultiGauge.Row<?>>map(batch -> MultiGauge.Row.of(
                        Tags.of("batch", batch.getKey()),
                        batch.getValue(),
                        figures -> value.applyAsDouble(figures.get())))
                .toList();
    }

    private static double left(BatchFigures batch) {
        return batch.secondsLeft().isPresent() ? batch.secondsLeft().getAsLong() : Double.NaN;
    }

    private static String name(BatchFigures batch) {
        return batch.name().length() > LONGEST_NAME ? batch.name().substring(0, LONGEST_NAME) : batch.name();
    }

    private void remove() {
        figures.calls().removeListener(onCall);
        figures.outcomes().onSource(source -> {});
        figures.batches().onChange(batches -> {});
        List<Meter> ours = registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(GROUP))
                .filter(meter -> figures.getPrefix().equals(meter.getId().getTag("prefix")))
                .toList();
        ours.forEach(registry::remove);
    }
}
