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
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.Settings;

/**
 * Limits the rate of calls to what the API's firewall allows: the log-in, every page and every retry takes one call.
 *
 * <p>A token bucket allows at most {@code capacity + rate x W} calls in any time W. The steady pace is a bucket of
 * capacity 1. The window is a bucket that holds a twentieth of its calls and refills with the others over 1.02 windows,
 * so that any window has at most all of its calls, with 2 % to spare for calls that leave late. Both buckets start
 * empty, so that a process that is killed and started again has saved no calls: the limit applies across any number of
 * restarts.
 *
 * <p>Callers are served in order of arrival. Thread-safe.
 *
 * @see <a href="https://bucket4j.com">Bucket4j</a>, which does the arithmetic
 */
public final class RateLimiter {
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(200);

    private final BudgetSettings settings;
    private final LongSupplier bucket;
    private final HostRateLimiter limiter;
    private final boolean shared;
    private final CircuitBreaker store;
    private final Runnable stop;
    private final LongAdder taken = new LongAdder();
    private final LongAdder waiting = new LongAdder();
    private final CallWindow window;

    private RateLimiter(
            BudgetSettings settings,
            LongSupplier bucket,
            HostRateLimiter limiter,
            boolean shared,
            CircuitBreaker store,
            Runnable stop) {
        this.settings = settings;
        this.shared = shared;
        this.window = new CallWindow(settings.window(), System::nanoTime);
        this.bucket = bucket;
        this.limiter = limiter;
        this.store = store;
        this.stop = stop;
    }

    /**
     * Creates the limiter for the settings: of this instance, of all instances of this process that call the same host,
     * or shared with other processes.
     *
     * @param context the context, which closes a shared one
     * @param keys the settings
     * @param store the breaker of a shared one's store
     * @param stop called repeatedly during a wait; throws to end it
     * @throws ConfigurationException if a shared one needs a missing library
     */
    public static RateLimiter from(CamelContext context, Settings keys, CircuitBreaker store, Runnable stop)
            throws Exception {
        BudgetSettings settings = BudgetSettings.from(keys);
        StoreSettings shared = StoreSettings.from(keys).orElse(null);
        List<Bandwidth> limits = Bandwidths.of(settings);
        LongSupplier stored = shared == null || limits.isEmpty() ? null : stored(context, shared, limits);
        if (settings.own()) {
            return stored == null ? local(settings, stop) : new RateLimiter(settings, stored, null, true, store, stop);
        }
        String host = URI.create(keys.url("plume.api.url")).getHost().toLowerCase(Locale.ROOT);
        HostRateLimiter limiter = new HostRateLimiter(keys.prefix().name("lookup"), host, settings);
        // The store first: while it is unavailable no call is taken of either.
        LongSupplier both = stored == null ? limiter : () -> Math.max(stored.getAsLong(), limiter.getAsLong());
        return new RateLimiter(settings, both, limiter, stored != null, store, stop);
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
                    "plume.budget.store cannot be used (%s): it requires bucket4j_jdk17-postgresql, HikariCP and the"
                            + " PostgreSQL driver.",
                    e.getMessage()));
        }
    }

    /**
     * Joins the limiter of all instances that call the same host, until the context stops.
     *
     * @param context the context of the instance, whose settings have all been checked
     */
    public void start(CamelContext context) throws Exception {
        if (limiter != null) {
            context.addService(limiter);
        }
    }

    /**
     * Creates a limiter that is not shared.
     *
     * @param settings pace and window
     * @param stop called repeatedly during a wait; throws to end it
     */
    public static RateLimiter local(BudgetSettings settings, Runnable stop) {
        return local(settings, stop, TimeMeter.SYSTEM_NANOTIME);
    }

    static RateLimiter local(BudgetSettings settings, Runnable stop, TimeMeter clock) {
        List<Bandwidth> limits = Bandwidths.of(settings);
        if (limits.isEmpty()) {
            return new RateLimiter(settings, () -> 0, null, false, new CircuitBreaker(null, stop), stop);
        }
        LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(clock);
        limits.forEach(builder::addLimit);
        Bucket bucket = builder.build();
        return new RateLimiter(
                settings, () -> bucket.consumeIgnoringRateLimits(1), null, false, new CircuitBreaker(null, stop), stop);
    }

    /**
     * Takes one call of the budget and waits until it may leave.
     *
     * @throws CancellationException if the thread is interrupted while it waits
     * @throws HoldTooLongException if the store of a shared budget is unavailable longer than a hold may last
     */
    public void take() {
        long wait = reserveFromStore();
        taken.increment();
        if (wait > 0) {
            waiting.increment();
            try {
                sleep(wait);
            } finally {
                waiting.decrement();
            }
        }
        window.add();
    }

    private void sleep(long wait) {
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

    /** Returns whether a call waits until it may leave. */
    public boolean isWaitedFor() {
        return waiting.sum() > 0;
    }

    /** Waits while the store of the budget is unavailable. */
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

    /** Takes one call of the budget and returns in how many nanoseconds it may leave. */
    long reserve() {
        return bucket.getAsLong();
    }

    /** Returns the limits of this instance. */
    public BudgetSettings settings() {
        return settings;
    }

    /** Returns how many calls were taken since the start. */
    public long taken() {
        return taken.sum();
    }

    /** Returns whether other processes take from it, too, so that its store can be away. */
    public boolean isShared() {
        return shared;
    }

    /** Returns how many calls of this instance have left within the last window. */
    public long usedInWindow() {
        return window.used();
    }

    /** Returns how many more calls of this instance the last window has room for; empty if there is no window. */
    public OptionalLong leftInWindow() {
        return settings.windowCalls() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, settings.windowCalls() - window.used()));
    }
}
