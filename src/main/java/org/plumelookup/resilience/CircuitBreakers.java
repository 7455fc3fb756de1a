package org.plumelookup.resilience;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The circuit breakers of one instance, one for each resource: an open one suspends only the use of its resource.
 *
 * @param api the partner API and the token endpoint; lookups wait for it
 * @param budget the store of a shared call budget; lookups wait for it
 * @param results the result files, and the request queue of a dispatcher; rows of batches wait for it
 */
public record CircuitBreakers(CircuitBreaker api, CircuitBreaker budget, CircuitBreaker results) {

    /**
     * Creates closed breakers.
     *
     * @param max how long one may be open before waiting callers give up; null means no limit
     * @param stop called repeatedly during a wait; throws to end it
     */
    public static CircuitBreakers closed(Duration max, Runnable stop) {
        return new CircuitBreakers(
                new CircuitBreaker(max, stop), new CircuitBreaker(max, stop), new CircuitBreaker(max, stop));
    }

    /** Returns the hold to show, the API's first; empty if all are closed. */
    public Optional<Hold> hold() {
        return holds().findFirst();
    }

    /** Returns every hold, that of the API first. */
    public Stream<Hold> holds() {
        return Stream.of(api, budget, results).flatMap(breaker -> breaker.hold().stream());
    }

    /** Returns for how long each has been open since the start. */
    public List<Duration> held() {
        return List.of(api.held(), budget.held(), results.held());
    }

    /** Returns whether no call may leave now, not even a trial. */
    public boolean isCallingSuspended() {
        return api.isWaiting() || budget.isWaiting();
    }

    /** Returns whether lookups wait, except possibly one trial. */
    public boolean isCallingLimited() {
        return api.isOpen() || budget.isOpen();
    }
}
