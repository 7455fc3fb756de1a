package org.plumelookup.source;

import com.zaxxer.hikari.HikariDataSource;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.plumelookup.settings.Secret;
import org.plumelookup.settings.Settings;

/**
 * Finds the connection pool that a route declares as a bean, and gives it the password as it is now, which its next
 * connections use.
 *
 * <p>The password is set here, not by a placeholder in the route, because Camel would log it at DEBUG and misread
 * braces or a leading {@code #} in it. A pool with a password of its own keeps that. Thread-safe.
 */
final class DatabasePool implements Supplier<DataSource> {
    private final CamelContext context;
    private final String bean;
    private final Secret password;
    private DataSource ours;

    DatabasePool(CamelContext context, Settings keys) {
        this.context = context;
        this.bean = keys.prefix().bean("DataSource");
        this.password = keys.secret("plume.database.password").orElse(null);
    }

    @Override
    public synchronized DataSource get() {
        DataSource pool = CamelContextHelper.mandatoryLookup(context, bean, DataSource.class);
        if (password != null
                && pool instanceof HikariDataSource hikari
                && (pool == ours || hikari.getPassword() == null)) {
            ours = pool;
            hikari.setPassword(password.value());
        }
        return pool;
    }
}
