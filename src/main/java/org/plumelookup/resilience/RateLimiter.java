package org.plumelookup.resilience;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConfigurationBuilder;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.Settings;

/**
 * Lets calls leave no faster than the API's firewall allows: the log-in, every page and every retry takes one call.
 *
 * <p>A token bucket lets at most {@code capacity + rate x W} calls leave in any time W. The steady pace is a bucket of
 * capacity 1. The window is a bucket that holds a twentieth of its calls and refills with the others over 1.02 windows,
 * so a window of any position sees all of them at most, with 2 % to spare for calls that leave late. Both buckets
 * start empty, so a process that is killed and started again has saved nothing up: the bound holds across any number
 * of restarts.
 *
 * <p>Callers are served in the order in which they came. Thread-safe.
 *
 * @see <a href="https://bucket4j.com">Bucket4j</a>, which does the arithmetic
 */
public final class RateLimiter {
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(200);

    private final LongSupplier bucket;
    private final HostRateLimiter limiter;
    private final CircuitBreaker store;
    private final Runnable stop;
    private final LongAdder taken = new LongAdder();

    private RateLimiter(LongSupplier bucket, HostRateLimiter limiter, CircuitBreaker store, Runnable stop) {
        this.bucket = bucket;
        this.limiter = limiter;
        this.store = store;
        this.stop = stop;
    }

    /**
     * Creates the budget that the settings ask for: of this instance, of all in this process that call the same host,
     * or shared with other processes.
     *
     * @param context closes what a shared one opens
     * @param keys the settings
     * @param store open while a shared one cannot be asked
     * @param stop asked again and again while somebody waits; throws to give up the wait
     * @throws ConfigurationException if a shared one needs a library that is not there
     */
    public static RateLimiter from(CamelContext context, Settings keys, CircuitBreaker store, Runnable stop)
            throws Exception {
        BudgetSettings settings = BudgetSettings.from(keys);
        StoreSettings shared = StoreSettings.from(keys).orElse(null);
        List<Bandwidth> limits = Bandwidths.of(settings);
        LongSupplier stored = shared == null || limits.isEmpty() ? null : stored(context, shared, limits);
        if (settings.own()) {
            return stored == null ? local(settings, stop) : new RateLimiter(stored, null, store, stop);
        }
        String host = URI.create(keys.url("plume.api.url")).getHost().toLowerCase(Locale.ROOT);
        HostRateLimiter limiter = new HostRateLimiter(keys.prefix().name("lookup"), host, settings);
        // The store first: while it is away nobody takes anything.
        LongSupplier both = stored == null ? limiter : () -> Math.max(stored.getAsLong(), limiter.getAsLong());
        return new RateLimiter(both, limiter, store, stop);
    }

    private static LongSupplier stored(CamelContext context, StoreSettings store, List<Bandwidth> limits)
            throws Exception {
        ConfigurationBuilder configuration = BucketConfiguration.builder();
        limits.forEach(configuration::addLimit);
        try {
            SharedBucket shared = new SharedBucket(store, configuration.build());
            context.addService(shared);
            return shared;
        } catch (NoClassDefFoundError | RuntimeException e) {
            throw new ConfigurationException(String.format(
                    Locale.ROOT,
                    "plume.budget.store cannot be used (%s): it takes bucket4j_jdk17-postgresql, HikariCP and the driver of PostgreSQL.",
                    e.getMessage()));
        }
    }

    /**
     * Takes part in the budget of all instances that call the same host, until the context stops.
     *
     * @param context the context of the instance, all of whose settings are usable
     */
    public void start(CamelContext context) throws Exception {
        if (limiter != null) {
            context.addService(limiter);
        }
    }

    /**
     * Creates a budget of its own.
     *
     * @param settings pace and window
     * @param stop asked again and again while somebody waits; throws to give up the wait
     */
    public static RateLimiter local(BudgetSettings settings, Runnable stop) {
        return local(settings, stop, TimeMeter.SYSTEM_NANOTIME);
    }

    static RateLimiter local(BudgetSettings settings, Runnable stop, TimeMeter clock) {
        List<Bandwidth> limits = Bandwidths.of(settings);
        if (limits.isEmpty()) {
            return new RateLimiter(() -> 0, null, new CircuitBreaker(null, stop), stop);
        }
        LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(clock);
        limits.forEach(builder::addLimit);
        Bucket bucket = builder.build();
        return new RateLimiter(() -> bucket.consumeIgnoringRateLimits(1), null, new CircuitBreaker(null, stop), stop);
    }

    /**
     * Takes one call out of the budget and waits until it may leave.
     *
     * @throws CancellationException if the thread is interrupted while it waits
     * @throws HoldTooLongException if the budget is shared and could not be asked for longer than a hold may last
     */
    public void take() {
        long wait = reserveFromStore();
        taken.increment();
        long leave = System.nanoTime() + wait;
        for (long left = wait; left > 0; left = leave - System.nanoTime()) {
            stop.run();
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(left, SLICE));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while waiting for the call budget");
            }
        }
    }

    /** Waits while the store of the budget does not answer. */
    private long reserveFromStore() {
        while (true) {
            CircuitBreaker.Permit permit = store.acquire();
            try {
                long wait = reserve();
                store.success(permit);
                return wait;
            } catch (BudgetAwayException e) {
                store.open(permit, HoldCause.BUDGET, e.getMessage(), null);
            } finally {
                store.release(permit);
            }
        }
    }

    /** Takes one call out of the budget and tells in how many nanoseconds it may leave. */
    long reserve() {
        return bucket.getAsLong();
    }

    /** Tells how many calls were taken since the start. */
    public long taken() {
        return taken.sum();
    }
}
