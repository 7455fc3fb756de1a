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
 * Shows the flow's figures by JMX, among the services of the context, and the hold as a health check, where the host
 * has Camel's management and health. Thread-safe.
 */
@ManagedResource(description = "Plume Customer Lookup")
public final class LookupMetrics extends ServiceSupport {
    private final InstanceName prefix;
    private final CircuitBreakers breakers;
    private final RateLimiter budget;
    private final OutcomeCounters tally;
    private Runnable removeMeters = () -> {};

    /**
     * Creates the figures.
     *
     * @param prefix what the names of the instance begin with
     * @param breakers say whether anybody calls
     * @param budget counts the calls
     * @param tally counts the outcomes
     */
    public LookupMetrics(InstanceName prefix, CircuitBreakers breakers, RateLimiter budget, OutcomeCounters tally) {
        this.prefix = prefix;
        this.breakers = breakers;
        this.budget = budget;
        this.tally = tally;
    }

    /**
     * Adds the hold as a health check to a context, if it has a registry for such.
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
     * Adds the figures as meters to the Micrometer registries of a context, if it has such, until it stops.
     *
     * @param context the context in which the flow runs
     */
    public void addMeters(CamelContext context) {
        if (context.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry") != null) {
            removeMeters = PlumeMeters.add(context, prefix, this, tally);
        }
    }

    @Override
    protected void doStop() {
        removeMeters.run();
    }

    /** Tells what the names of the instance begin with. */
    @ManagedAttribute(description = "What the names of the instance begin with")
    public String getPrefix() {
        return prefix.text();
    }

    /** Tells why nobody calls; empty where calls may leave. */
    @ManagedAttribute(description = "Why nobody calls; empty where calls may leave")
    public String getHold() {
        return breakers.hold().map(LookupMetrics::why).orElse("");
    }

    private static String why(Hold state) {
        return state.cause().text() + ": " + state.why();
    }

    /** Tells for how long nobody has called, in seconds; 0 where calls may leave. */
    @ManagedAttribute(description = "For how long nobody has called, in seconds; 0 where calls may leave")
    public long getHoldSeconds() {
        return breakers.hold()
                .map(state -> Duration.between(state.since(), Instant.now()).toSeconds())
                .orElse(0L);
    }

    /** Tells how many calls have left since the start, log-ins, pages and retries included. */
    @ManagedAttribute(description = "Calls that have left since the start, log-ins, pages and retries included")
    public long getCalls() {
        return budget.taken();
    }

    /** Tells how many account IDs were answered with a customer since the start. */
    @ManagedAttribute(description = "Account IDs answered with a customer since the start")
    public long getFound() {
        return tally.count(Outcome.FOUND);
    }

    /** Tells how many account IDs were answered without a customer since the start. */
    @ManagedAttribute(description = "Account IDs answered without a customer since the start")
    public long getFailed() {
        return tally.total() - tally.count(Outcome.FOUND);
    }

    /** Tells how many account IDs there were of each outcome since the start, such as {@code found=12, no-match=3}. */
    @ManagedAttribute(description = "Account IDs of each outcome since the start")
    public String getOutcomes() {
        return tally.toString();
    }
}
