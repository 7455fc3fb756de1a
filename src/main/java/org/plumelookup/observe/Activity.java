package org.plumelookup.observe;

import java.util.function.BooleanSupplier;
import org.plumelookup.http.CallCounters;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.resilience.RateLimiter;

/** Knows what sets the pace of the lookups of an instance at the moment. Thread-safe. */
public final class Activity {
    /** Lookups call, and none waits for the budget: the API's answers set the pace. */
    public static final String CALLING = "calling";

    /** A call waits for the budget. */
    public static final String BUDGET = "budget";

    /** Lookups wait for a token. */
    public static final String LOG_IN = "log-in";

    /** The beginning of what names a hold; its cause follows. */
    public static final String HOLD = "hold-";

    private final CircuitBreakers breakers;
    private final RateLimiter budget;
    private final CallCounters calls;
    private final BooleanSupplier loggingIn;

    /**
     * Creates it.
     *
     * @param breakers say whether there is a hold
     * @param budget says whether a call waits for it, and how many have left
     * @param calls tells how long each call took
     * @param loggingIn returns whether lookups wait for a token
     */
    public Activity(CircuitBreakers breakers, RateLimiter budget, CallCounters calls, BooleanSupplier loggingIn) {
        this.breakers = breakers;
        this.budget = budget;
        this.calls = calls;
        this.loggingIn = loggingIn;
    }

    /** Begins to measure; the caller closes what is returned. */
    public ActivityMeter measure() {
        ActivityMeter meter = new ActivityMeter(this);
        calls.addListener(meter);
        return meter;
    }

    void end(ActivityMeter meter) {
        calls.removeListener(meter);
    }

    /** Names what sets the pace now. */
    String now() {
        String hold = breakers.hold().map(open -> HOLD + open.cause().label()).orElse(null);
        if (hold != null) {
            return hold;
        }
        return loggingIn.getAsBoolean() ? LOG_IN : budget.isWaitedFor() ? BUDGET : CALLING;
    }

    long calls() {
        return budget.taken();
    }
}
