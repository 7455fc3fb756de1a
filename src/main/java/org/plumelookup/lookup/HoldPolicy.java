package org.plumelookup.lookup;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.settings.InstanceName;

/**
 * Suspends the consumers of the routes that name it while the circuit breaker of the API or of the call budget is open, so
 * that account IDs stay in their source, and resumes them after it.
 *
 * <p>Lookups in flight wait, and one of them sends the trial call that closes the breaker. If none is in flight when
 * the breaker is half-open, the consumers are resumed to bring one. Thread-safe.
 */
public final class HoldPolicy extends RoutePolicySupport {
    private static final long POLL_MILLIS = 100;

    private final CamelContext context;
    private final InstanceName prefix;
    private final CircuitBreakers breakers;
    private final Map<Route, Boolean> suspended = new ConcurrentHashMap<>();
    private ScheduledExecutorService clock;

    /**
     * Creates the policy.
     *
     * @param context knows the lookups in flight
     * @param prefix gives the name of the route of the lookups
     * @param breakers of the instance
     */
    public HoldPolicy(CamelContext context, InstanceName prefix, CircuitBreakers breakers) {
        this.context = context;
        this.prefix = prefix;
        this.breakers = breakers;
    }

    @Override
    public synchronized void onStart(Route route) {
        suspended.put(route, false);
        if (clock == null) {
            clock = context.getExecutorServiceManager()
                    .newSingleThreadScheduledExecutor(this, prefix.name("hold-policy"));
            clock.scheduleWithFixedDelay(this::update, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void onStop(Route route) {
        suspended.remove(route);
    }

    /** Ignores the route from now on, because something else has suspended it. */
    @Override
    public synchronized void onSuspend(Route route) {
        suspended.remove(route);
    }

    /** Controls the route again, and suspends it at once if a circuit breaker is open. */
    @Override
    public synchronized void onResume(Route route) {
        suspended.put(route, false);
        update();
    }

    private synchronized void update() {
        boolean suspend = breakers.isCallingSuspended() || breakers.isCallingLimited() && lookupsInFlight() > 0;
        suspended.replaceAll((route, current) -> current == suspend ? current : change(route, current, suspend));
    }

    private int lookupsInFlight() {
        return context.getInflightRepository().size(prefix.name("lookup"));
    }

    private boolean change(Route route, boolean current, boolean suspend) {
        if (!controller(route).getRouteStatus(route.getId()).isStarted()) {
            return current;
        }
        try {
            if (suspend) {
                suspendOrStopConsumer(route.getConsumer());
            } else {
                resumeOrStartConsumer(route.getConsumer());
            }
            return suspend;
        } catch (Exception e) { // the signature of Camel
            handleException(e);
            return current;
        }
    }
}
