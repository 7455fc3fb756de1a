package org.plumelookup.resilience;

import io.github.bucket4j.BucketExceptions.BucketExecutionException;
import io.github.bucket4j.TimeMeter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Reads the time of the database, to the microsecond. Thread-safe. */
final class StoreClock implements TimeMeter {
    private static final String NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    private final DataSource database;

    StoreClock(DataSource database) {
        this.database = database;
    }

    @Override
    public long currentTimeNanos() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet now = statement.executeQuery(NOW)) {
            now.next();
            return TimeUnit.MICROSECONDS.toNanos(now.getLong(1));
        } catch (SQLException e) {
            throw new BucketExecutionException(e);
        }
    }

    @Override
    public boolean isWallClockBased() {
        return true;
    }
}
