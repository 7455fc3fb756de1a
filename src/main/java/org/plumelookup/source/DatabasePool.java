package org.plumelookup.source;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.plumelookup.settings.Settings;

/** Finds the connection pool that a route declares as a bean. */
final class DatabasePool {
    private DatabasePool() {}

    /**
     * Returns the pool.
     *
     * <p>Its password is set here, not by a placeholder in the route, because Camel would log it at DEBUG and misread
     * braces or a leading {@code #} in it.
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
