package org.plumelookup.observe;

import java.time.Duration;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.service.ServiceSupport;
import org.plumelookup.api.Outcome;
import org.plumelookup.lookup.OutcomeCounters;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.resilience.Hold;
import org.plumelookup.resilience.RateLimiter;
import org.plumelookup.settings.InstanceName;

/**
 * Publishes the flow's metrics by JMX, as a service of the context, and the hold as a health check, if the host has
 * Camel's management and health. Thread-safe.
 */
@ManagedResource(description = "Plume Customer Lookup")
public final class LookupMetrics extends ServiceSupport {
    private final InstanceName prefix;
    private final CircuitBreakers breakers;
    private final RateLimiter budget;
    private final OutcomeCounters counters;
    private Runnable removeMeters = () -> {};

    /**
     * Creates the metrics.
     *
     * @param prefix the prefix of the instance's names
     * @param breakers the circuit breakers
     * @param budget counts the calls
     * @param counters counts the outcomes
     */
    public LookupMetrics(InstanceName prefix, CircuitBreakers breakers, RateLimiter budget, OutcomeCounters counters) {
        this.prefix = prefix;
        this.breakers = breakers;
        this.budget = budget;
        this.counters = counters;
    }

    /**
     * Adds the hold as a health check to a context, if it has a registry of health checks.
     *
     * @param context the context in which the flow runs
     */
    public void addHealthCheck(CamelContext context) {
        Readiness.report(
                context,
                prefix.name("hold"),
                () -> breakers.hold().map(state -> new HealthIssue(why(state), state.since(), state.until())));
    }

    /**
     * Adds the metrics as meters to the Micrometer registries of a context, if there are any, until it stops.
     *
     * @param context the context in which the flow runs
     */
    public void addMeters(CamelContext context) {
        if (context.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry") != null) {
            removeMeters = PlumeMeters.add(context, prefix, this, counters);
        }
    }

    @Override
    protected void doStop() {
        removeMeters.run();
    }

    /** Returns the prefix of the instance's names. */
    @ManagedAttribute(description = "Prefix of the instance's names")
    public String getPrefix() {
        return prefix.text();
    }

    /** Returns why calls are suspended; empty if they are not. */
    @ManagedAttribute(description = "Why calls are suspended; empty if they are not")
    public String getHold() {
        return breakers.hold().map(LookupMetrics::why).orElse("");
    }

    private static String why(Hold state) {
        return state.cause().text() + ": " + state.why();
    }

    /** Returns for how long calls have been suspended, in seconds; 0 if they are not. */
    @ManagedAttribute(description = "For how long calls have been suspended, in seconds; 0 if they are not")
    public long getHoldSeconds() {
        return breakers.hold()
                .map(state -> Duration.between(state.since(), Instant.now()).toSeconds())
                .orElse(0L);
    }

    /** Returns the number of calls since the start, log-ins, pages and retries included. */
    @ManagedAttribute(description = "Calls since the start, log-ins, pages and retries included")
    public long getCalls() {
        return budget.taken();
    }

    /** Returns the number of account IDs with a customer since the start. */
    @ManagedAttribute(description = "Account IDs with a customer since the start")
    public long getFound() {
        return counters.count(Outcome.FOUND);
    }

    /** Returns the number of account IDs without a customer since the start. */
    @ManagedAttribute(description = "Account IDs without a customer since the start")
    public long getFailed() {
        return counters.total() - counters.count(Outcome.FOUND);
    }

    /** Returns the number of account IDs of each outcome since the start, such as {@code found=12, no-match=3}. */
    @ManagedAttribute(description = "Account IDs of each outcome since the start")
    public String getOutcomes() {
        return counters.toString();
    }
}
