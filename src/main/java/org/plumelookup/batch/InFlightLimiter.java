package org.plumelookup.batch;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.resilience.Hold;

/**
 * Limits the rows of a batch that are in flight to a thousand, most of which wait for a retry. No row is admitted while
 * calls are suspended, while a hold of the results lasts, or when the program stops. Thread-safe.
 */
final class InFlightLimiter {
    private static final int MAX_IN_FLIGHT = 1000;
    private static final long POLL_MILLIS = 200;

    private final Semaphore slots = new Semaphore(MAX_IN_FLIGHT);
    private final CircuitBreakers breakers;
    private final CircuitBreaker.Permit permit;
    private final BooleanSupplier stopping;
    private final List<Duration> heldBefore;

    /**
     * Creates a limiter.
     *
     * @param permit to write results; null if the batch ends when they cannot be written
     */
    InFlightLimiter(CircuitBreakers breakers, CircuitBreaker.Permit permit, BooleanSupplier stopping) {
        this.breakers = breakers;
        this.permit = permit;
        this.stopping = stopping;
        this.heldBefore = breakers.held();
    }

    /**
     * Waits until a row is admitted.
     *
     * @param failed returns whether the batch has failed; checked repeatedly
     * @return false if no more row is to be read
     */
    boolean acquire(BooleanSupplier failed) {
        try {
            while (!stopping.getAsBoolean() && !failed.getAsBoolean()) {
                if (breakers.isCallingSuspended() || areResultsOnHold()) {
                    TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                } else if (slots.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /**
     * Returns false for the batch on trial, and for every batch when a trial is due: its next recorded row shows whether
     * results can be written. The file that began the hold may be gone.
     */
    private boolean areResultsOnHold() {
        return permit != null
                && breakers.results().isWaiting()
                && !breakers.results().isValid(permit);
    }

    void release() {
        slots.release();
    }

    /** Returns for how long the longest of the breakers has been open since the batch began; they can overlap. */
    Duration held() {
        List<Duration> held = breakers.held();
        return IntStream.range(0, held.size())
                .mapToObj(index -> held.get(index).minus(heldBefore.get(index)))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Returns the hold to show; null if there is none. */
    Hold hold() {
        return breakers.hold().orElse(null);
    }
}
