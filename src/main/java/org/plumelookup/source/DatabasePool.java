package org.plumelookup.source;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.plumelookup.settings.Settings;

/** Finds the pool that a route declares as a bean. */
final class DatabasePool {
    private DatabasePool() {}

    /**
     * Returns the pool.
     *
     * <p>It gets its password here, not by a placeholder of the route: Camel would log it at DEBUG, and take one with
     * braces or a leading {@code #} for something else.
     */
    static DataSource of(CamelContext context, Settings keys) {
        DataSource pool =
                CamelContextHelper.mandatoryLookup(context, keys.prefix().bean("DataSource"), DataSource.class);
        if (pool instanceof HikariDataSource hikari && hikari.getPassword() == null) {
            keys.text("plume.database.password").ifPresent(hikari::setPassword);
        }
        return pool;
    }
}
