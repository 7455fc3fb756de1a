package org.plumelookup.resilience;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConfigurationBuilder;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares one rate limiter between all instances of this process that call the same API host, because the API's firewall
 * counts their calls together. The strictest limits of the started instances apply to all.
 *
 * <p>An instance is a member from its start, or its first call, to its stop. Thread-safe.
 */
final class HostRateLimiter extends ServiceSupport implements LongSupplier {
    private static final Logger LOG = LoggerFactory.getLogger(HostRateLimiter.class);
    private static final Map<String, Shared> BY_HOST = new HashMap<>();

    private final String name;
    private final String host;
    private final BudgetSettings settings;
    private volatile Shared shared;

    /**
     * Creates the limiter of an instance.
     *
     * @param name the instance's name in the log
     * @param host the API's host
     * @param settings the instance's own limits
     */
    HostRateLimiter(String name, String host, BudgetSettings settings) {
        this.name = name;
        this.host = host;
        this.settings = settings;
    }

    /** Takes one call and returns in how many nanoseconds it may leave. */
    @Override
    public long getAsLong() {
        Shared current = shared;
        return (current == null ? join() : current).take();
    }

    @Override
    protected void doStart() {
        join();
    }

    @Override
    protected void doStop() {
        synchronized (BY_HOST) {
            Shared left = shared;
            shared = null;
            if (left != null && left.remove(this)) {
                BY_HOST.remove(host);
            }
        }
    }

    private Shared join() {
        synchronized (BY_HOST) {
            if (shared == null) {
                Shared joined = BY_HOST.computeIfAbsent(host, key -> new Shared());
                joined.add(this);
                shared = joined;
            }
            return shared;
        }
    }

    /** The limiter of one host. */
    private static final class Shared {
        private final Set<HostRateLimiter> members = new LinkedHashSet<>();
        private Bucket bucket;

        synchronized long take() {
            return bucket == null ? 0 : bucket.consumeIgnoringRateLimits(1);
        }

        synchronized void add(HostRateLimiter member) {
            if (!members.isEmpty() && members.stream().noneMatch(other -> other.settings.equals(member.settings))) {
                LOG.info(
                        "{} shares the call budget of {} with {}: the strictest limits apply to all."
                                + " Set plume.budget.own=true to exclude an instance.",
                        member.name,
                        member.host,
                        members.stream().map(other -> other.name).toList());
            }
            members.add(member);
            limit();
        }

        /** Removes a member; returns whether it was the last. */
        synchronized boolean remove(HostRateLimiter member) {
            members.remove(member);
            limit();
            return members.isEmpty();
        }

        private void limit() {
            List<Bandwidth> limits = Bandwidths.strictest(
                    members.stream().map(member -> member.settings).toList());
            if (limits.isEmpty()) {
                bucket = null;
            } else if (bucket == null) {
                LocalBucketBuilder builder = Bucket.builder().withNanosecondPrecision();
                limits.forEach(builder::addLimit);
                bucket = builder.build();
            } else {
                ConfigurationBuilder configuration = BucketConfiguration.builder();
                limits.forEach(configuration::addLimit);
                bucket.replaceConfiguration(configuration.build(), TokensInheritanceStrategy.AS_IS);
            }
        }
    }
}
