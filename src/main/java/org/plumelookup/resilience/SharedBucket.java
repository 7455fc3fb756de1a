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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the bucket of a call budget in a PostgreSQL database, where any number of processes take from it.
 *
 * <p>Each call is one transaction on the bucket's row, which it locks. The time is the database's, read while the row is
 * locked, so the clocks of the processes do not matter; each then waits on its own monotonic clock for the time it was
 * told, and can only be later than that, by the way of the answer to it. If the database's clock jumps ahead by a time
 * J, at most {@code capacity + rate x J} more calls leave, once; if it jumps back, calls leave later.
 *
 * <p>What a caller took that was killed before its call left is lost, never given out twice.
 *
 * <p>The limits are stored with the bucket. A process that starts with others replaces them, for all; how full the
 * buckets are stays as it was. Thread-safe; in this process the callers are served in the order in which they came.
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

    /** Prepares a bucket; the database is asked at the first call, not before. */
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
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        // One for the bucket's row, one for the time, which is read while the row is locked.
        config.setMaximumPoolSize(2);
        config.setMinimumIdle(0); // or it would connect unasked, also in a rehearsal and for check --offline
        config.setInitializationFailTimeout(-1); // it may be away at the start
        config.setConnectionTimeout(3_000);
        config.addDataSourceProperty("connectTimeout", "3"); // in seconds, like the next ones
        config.addDataSourceProperty("socketTimeout", "10");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // A process that vanished with its machine must not keep the row locked.
        config.setConnectionInitSql("SET idle_in_transaction_session_timeout = '5s'; SET lock_timeout = '8s'");
        return config;
    }

    /**
     * Takes one call out of the bucket and tells in how many nanoseconds it may leave.
     *
     * @throws BudgetAwayException if the database does not answer as it should
     */
    @Override
    public long getAsLong() {
        int before = failures;
        inOrder.lock();
        try {
            if (failures != before) {
                throw failure; // who waited behind one that failed need not try
            }
            if (!ready) {
                prepare();
                ready = true;
            }
            return bucket.consumeIgnoringRateLimits(1);
        } catch (SQLException | BucketExecutionException e) {
            ready = false;
            failure = new BudgetAwayException(text(e));
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
                    "The call budget in {} had other limits. Those of this process are in force from now on, for all.",
                    settings.url());
        }
    }

    private static String text(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.format(
                Locale.ROOT,
                "plume.budget.store cannot be used (%s)",
                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }

    @Override
    protected void doStop() {
        pool.close();
    }
}
