package org.plumelookup.resilience;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketExceptions.BucketExecutionException;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.camel.support.service.ServiceSupport;
import org.plumelookup.text.Causes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the token bucket of a call budget in a PostgreSQL database, shared by any number of processes.
 *
 * <p>Each call is one transaction that locks the bucket's row. The time is the database's, read while the row is
 * locked, so that the clocks of the processes do not matter; each process then waits by its own monotonic clock and can
 * only be later, by the latency of the response. If the database's clock jumps ahead by a time J, at most
 * {@code capacity + rate x J} more calls leave, once; if it jumps back, calls leave later.
 *
 * <p>A call taken by a process that is killed before it leaves is lost, never given out twice.
 *
 * <p>The limits are stored with the bucket. A process that starts with other limits replaces them for all; the fill
 * level of the bucket stays. Thread-safe; in this process callers are served in order of arrival.
 */
final class SharedBucket extends ServiceSupport implements LongSupplier {
    private static final Logger LOG = LoggerFactory.getLogger(SharedBucket.class);

    private final StoreSettings settings;
    private final BucketConfiguration limits;
    private final HikariDataSource pool;
    private final ProxyManager<String> buckets;
    private final BucketProxy bucket;
    private final ReentrantLock inOrder = new ReentrantLock(true);
    private boolean ready;
    private BudgetAwayException failure;
    private volatile int failures;

    /** Creates a bucket; connects to the database at the first call, not before. */
    SharedBucket(StoreSettings settings, BucketConfiguration limits) {
        this.settings = settings;
        this.limits = limits;
        pool = new HikariDataSource(pool(settings));
        buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(pool)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table(StoreTable.NAME)
                .idColumn(StoreTable.ID)
                .stateColumn(StoreTable.STATE)
                .clientClock(new StoreClock(pool))
                .build();
        bucket = buckets.getProxy(settings.name(), () -> limits);
    }

    private static HikariConfig pool(StoreSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("plume-budget");
        config.setJdbcUrl(settings.url());
        // Without a user the pool would keep its first password. This one is the driver's default; a URL goes before
        // it.
        config.setUsername(settings.user() == null ? System.getProperty("user.name") : settings.user());
        config.setPassword(settings.passwordNow());
        // One for the bucket's row, one for the clock, which is read while the row is locked.
        config.setMaximumPoolSize(2);
        config.setMinimumIdle(0); // or it would connect at once, also in a dry run and for check --offline
        config.setInitializationFailTimeout(-1); // it may be unavailable at the start
        config.setConnectionTimeout(3_000);
        config.addDataSourceProperty("connectTimeout", "3"); // in seconds, like the next ones
        config.addDataSourceProperty("socketTimeout", "10");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // A process whose machine failed must not keep the row locked.
        config.setConnectionInitSql("SET idle_in_transaction_session_timeout = '5s'; SET lock_timeout = '8s'");
        return config;
    }

    /**
     * Takes one call of the bucket and returns in how many nanoseconds it may leave.
     *
     * @throws BudgetAwayException if the database is unavailable or fails
     */
    @Override
    public long getAsLong() {
        int before = failures;
        inOrder.lock();
        try {
            if (failures != before) {
                throw failure; // whoever waited behind a failed caller need not try
            }
            pool.setPassword(settings.passwordNow()); // for the next connection
            if (!ready) {
                prepare();
                ready = true;
            }
            return bucket.consumeIgnoringRateLimits(1);
        } catch (SQLException | BucketExecutionException e) {
            ready = false;
            failure = new BudgetAwayException(
                    String.format(Locale.ROOT, "plume.budget.store cannot be used (%s)", Causes.text(e)));
            failures++;
            throw failure;
        } finally {
            inOrder.unlock();
        }
    }

    private void prepare() throws SQLException {
        StoreTable.create(pool);
        Optional<BucketConfiguration> stored = buckets.getProxyConfiguration(settings.name());
        if (stored.isPresent() && !stored.get().equals(limits)) {
            bucket.replaceConfiguration(limits, TokensInheritanceStrategy.AS_IS);
            LOG.warn(
                    "The call budget in {} had other limits. The limits of this process now apply to all processes.",
                    settings.url());
        }
    }

    @Override
    protected void doStop() {
        pool.close();
    }
}
