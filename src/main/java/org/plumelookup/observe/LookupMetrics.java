package org.plumelookup.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.NonManagedService;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.support.service.ServiceSupport;
import org.plumelookup.api.Outcome;
import org.plumelookup.auth.LogInCounts;
import org.plumelookup.http.CallCounters;
import org.plumelookup.lookup.CallKinds;
import org.plumelookup.lookup.OutcomeCounters;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.resilience.Hold;
import org.plumelookup.resilience.HoldCause;
import org.plumelookup.resilience.RateLimiter;
import org.plumelookup.settings.InstanceName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the flow's figures by JMX, among the services of the context under the name of the route of lookups, and
 * the hold as a health check, if the host has Camel's management and health. Thread-safe.
 */
@ManagedResource(description = "Plume Customer Lookup")
public final class LookupMetrics extends ServiceSupport implements NonManagedService {
    private static final Logger LOG = LoggerFactory.getLogger(LookupMetrics.class);

    private final CamelContext context;
    private final InstanceName prefix;
    private final CircuitBreakers breakers;
    private final RateLimiter budget;
    private final OutcomeCounters outcomes;
    private final CallCounters calls;
    private final CallKinds kinds;
    private final Supplier<LogInCounts> logIns;
    private final RunningBatches batches;
    private Runnable removeMeters = () -> {};
    private ObjectName name;

    /**
     * Creates the figures.
     *
     * @param context the context in which the flow runs
     * @param prefix what the names of the instance begin with
     * @param breakers say whether anybody calls
     * @param budget counts the calls
     * @param outcomes counts the outcomes
     * @param calls counts the requests by status
     * @param kinds counts why calls were made
     * @param logIns counts the log-ins
     * @param batches knows the batches at work
     */
    public LookupMetrics(
            CamelContext context,
            InstanceName prefix,
            CircuitBreakers breakers,
            RateLimiter budget,
            OutcomeCounters outcomes,
            CallCounters calls,
            CallKinds kinds,
            Supplier<LogInCounts> logIns,
            RunningBatches batches) {
        this.context = context;
        this.prefix = prefix;
        this.breakers = breakers;
        this.budget = budget;
        this.outcomes = outcomes;
        this.calls = calls;
        this.kinds = kinds;
        this.logIns = logIns;
        this.batches = batches;
    }

    /** Adds health checks of the hold and of a shared budget to the context, if it has a registry for such. */
    public void addHealthChecks() {
        Readiness.reportHold(context, prefix.name("hold"), () -> breakers.hold().map(LookupMetrics::issue));
        if (budget.isShared()) {
            Readiness.reportHold(
                    context,
                    prefix.name("budget"),
                    () -> breakers.budget().hold().map(LookupMetrics::issue));
        }
    }

    private static HealthIssue issue(Hold hold) {
        return new HealthIssue(why(hold), hold.since(), hold.until());
    }

    /** Adds the figures as meters to the Micrometer registries of the context, if it has such, until it stops. */
    public void addMeters() {
        if (context.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry") != null) {
            removeMeters = PlumeMeters.add(context, this);
        }
    }

    /** Publishes the figures by JMX: the context has its name there by now. */
    @Override
    protected void doStart() {
        ManagementAgent agent = context.getManagementStrategy().getManagementAgent();
        if (agent == null) {
            return;
        }
        try {
            ObjectName own = context.getManagementStrategy()
                    .getManagementObjectNameStrategy()
                    .getObjectNameForService(context, this); // with a number that is another one at each start
            Hashtable<String, String> keys = new Hashtable<>(own.getKeyPropertyList());
            keys.put("name", prefix.name("lookup"));
            name = new ObjectName(own.getDomain(), keys);
            agent.register(this, name);
        } catch (JMException e) {
            LOG.warn("The figures are not shown by JMX: {}", e.toString());
        }
    }

    @Override
    protected void doStop() throws Exception {
        removeMeters.run();
        ManagementAgent agent = context.getManagementStrategy().getManagementAgent();
        if (name != null && agent != null) {
            agent.unregister(name);
        }
    }

    /** Returns the outcomes since the start. */
    public OutcomeCounters outcomes() {
        return outcomes;
    }

    CallCounters calls() {
        return calls;
    }

    /** Returns the batches at work. */
    public RunningBatches batches() {
        return batches;
    }

    /** Returns the log-ins since the start. */
    public LogInCounts logIns() {
        return logIns.get();
    }

    /** Returns why calls were made since the start. */
    public CallKinds kinds() {
        return kinds;
    }

    /** Returns the call budget. */
    public RateLimiter budget() {
        return budget;
    }

    /** Returns the holds, that of the API first. */
    public List<Hold> holds() {
        return breakers.holds().toList();
    }

    /** Returns the number of lookups under way. */
    public int inFlight() {
        return context.getInflightRepository().size(prefix.name("lookup"));
    }

    /** Returns for how many seconds a hold with a cause has lasted; 0 if there is none. */
    double holdSeconds(HoldCause cause) {
        return breakers.holds()
                .filter(hold -> hold.cause() == cause)
                .mapToDouble(
                        hold -> Duration.between(hold.since(), Instant.now()).toMillis() / 1e3)
                .max()
                .orElse(0);
    }

    /** Returns what the names of the instance begin with. */
    @ManagedAttribute(description = "What the names of the instance begin with")
    public String getPrefix() {
        return prefix.text();
    }

    /** Returns the cause of a hold; empty if there is none. */
    @ManagedAttribute(description = "Cause of a hold: why no call leaves, or no row is read; empty if there is none")
    public String getHold() {
        return breakers.hold().map(LookupMetrics::why).orElse("");
    }

    private static String why(Hold state) {
        return state.cause().text() + ": " + state.why();
    }

    /** Returns how long a hold has lasted, in seconds; 0 if there is none. */
    @ManagedAttribute(description = "How long the hold has lasted, in seconds; 0 if there is none")
    public long getHoldSeconds() {
        return breakers.hold()
                .map(state -> Duration.between(state.since(), Instant.now()).toSeconds())
                .orElse(0L);
    }

    /** Returns how many calls were taken out of the budget since the start, log-ins, pages and retries included. */
    @ManagedAttribute(
            description = "Calls taken out of the budget since the start, log-ins, pages and retries included")
    public long getCalls() {
        return budget.taken();
    }

    /** Returns how many calls there were of each HTTP status since the start, such as {@code 200=12, none=3}. */
    @ManagedAttribute(description = "Calls by HTTP status since the start; none is no usable answer")
    public String getCallsByStatus() {
        return calls.toString();
    }

    /** Returns how many calls have left within the last window of the call budget. */
    @ManagedAttribute(description = "Calls that have left within the last window of the call budget")
    public long getBudgetUsed() {
        return budget.usedInWindow();
    }

    /** Returns how many more calls the last window has room for; -1 if there is no window. */
    @ManagedAttribute(description = "Calls that the last window has room for; -1 if there is no window")
    public long getBudgetLeft() {
        return budget.leftInWindow().orElse(-1);
    }

    /** Returns how many log-ins brought a token since the start. */
    @ManagedAttribute(description = "Log-ins since the start that brought a token")
    public long getLogIns() {
        return logIns().granted();
    }

    /** Returns how many log-ins failed since the start. */
    @ManagedAttribute(description = "Log-ins since the start that failed")
    public long getFailedLogIns() {
        return logIns().failed();
    }

    /** Returns how old the token is, in seconds; -1 if there is none that came of a log-in. */
    @ManagedAttribute(description = "Age of the token in seconds; -1 if there is none that came of a log-in")
    public long getTokenAgeSeconds() {
        return Optional.ofNullable(logIns().age()).map(Duration::toSeconds).orElse(-1L);
    }

    /** Returns how many account IDs were answered with a customer since the start. */
    @ManagedAttribute(description = "Account IDs answered with a customer since the start")
    public long getFound() {
        return outcomes.count(Outcome.FOUND);
    }

    /** Returns how many account IDs were answered without a customer since the start. */
    @ManagedAttribute(description = "Account IDs answered without a customer since the start")
    public long getFailed() {
        return outcomes.total() - outcomes.count(Outcome.FOUND);
    }

    /** Returns the number of account IDs of each outcome since the start, such as {@code found=12, no-match=3}. */
    @ManagedAttribute(description = "Account IDs of each outcome since the start")
    public String getOutcomes() {
        return outcomes.toString();
    }

    /** Returns how many account IDs each source has brought since the start, such as {@code plume-from-file=12}. */
    @ManagedAttribute(description = "Account IDs of each source, named by its route, since the start")
    public String getSources() {
        return outcomes.sources();
    }

    /** Returns how far the batches at work have come, such as {@code accounts.csv: 12 of 30}. */
    @ManagedAttribute(description = "Rows answered and rows of each batch at work")
    public String getBatches() {
        return batches.now().stream()
                .map(Supplier::get)
                .map(batch -> batch.name() + ": " + batch.done() + " of " + batch.total())
                .collect(Collectors.joining(", "));
    }

    /** Returns how many answers were written into the ledgers of batches since the start. */
    @ManagedAttribute(description = "Answers written into the ledgers of batches since the start")
    public long getLedgerWrites() {
        return batches.writes();
    }
}
