package org.plumelookup.batch;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.resilience.Hold;

/**
 * Says when the next row of a batch may be taken: not while calls are suspended or results cannot be written, not once the program stops, and not while a
 * thousand rows are under way, most of which wait to be asked again. Thread-safe.
 */
final class InFlightLimiter {
    private static final int MAX_IN_FLIGHT = 1000;
    private static final long POLL_MILLIS = 200;

    private final Semaphore slots = new Semaphore(MAX_IN_FLIGHT);
    private final CircuitBreakers breakers;
    private final CircuitBreaker.Permit permit;
    private final BooleanSupplier stopping;

    /**
     * Creates a gate.
     *
     * @param permit to write results; null if the batch ends when they cannot be written
     */
    InFlightLimiter(CircuitBreakers breakers, CircuitBreaker.Permit permit, BooleanSupplier stopping) {
        this.breakers = breakers;
        this.permit = permit;
        this.stopping = stopping;
    }

    /**
     * Waits for a place.
     *
     * @param failed asked again and again whether the batch has failed
     * @return false where no further row is to be taken
     */
    boolean acquire(BooleanSupplier failed) {
        try {
            while (!stopping.getAsBoolean() && !failed.getAsBoolean()) {
                if (breakers.isCallingSuspended() || areResultsSuspended()) {
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

    /** The batch on trial goes on: its first row that is written down shows that results can be written. */
    private boolean areResultsSuspended() {
        return permit != null
                && breakers.results().isOpen()
                && !breakers.results().isValid(permit);
    }

    void release() {
        slots.release();
    }

    /** Tells since when and why nobody calls; null where no hold lasts. */
    Hold hold() {
        return breakers.hold().orElse(null);
    }
}
