package org.plumelookup.resilience;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The circuit breakers of one instance, one for each resource: that one of them is open stops only who needs its resource.
 *
 * @param api the partner API and the token endpoint; lookups wait for it
 * @param budget the store of a shared call budget; lookups wait for it
 * @param results the folders of a batch; rows of batches wait for it
 */
public record CircuitBreakers(CircuitBreaker api, CircuitBreaker budget, CircuitBreaker results) {

    /**
     * Creates closed breakers.
     *
     * @param max how long one may be open before those who wait give up; null is no limit
     * @param stop called again and again while somebody waits; throws to give up the wait
     */
    public static CircuitBreakers closed(Duration max, Runnable stop) {
        return new CircuitBreakers(
                new CircuitBreaker(max, stop), new CircuitBreaker(max, stop), new CircuitBreaker(max, stop));
    }

    /** Returns the hold to show, that of the API first; empty if all are closed. */
    public Optional<Hold> hold() {
        return Stream.of(api, budget, results)
                .flatMap(breaker -> breaker.hold().stream())
                .findFirst();
    }

    /** Returns whether nobody may call now, not even for a trial. */
    public boolean isCallingSuspended() {
        return api.isWaiting() || budget.isWaiting();
    }

    /** Returns whether lookups wait, but maybe for one that is on trial. */
    public boolean isCallingLimited() {
        return api.isOpen() || budget.isOpen();
    }
}
