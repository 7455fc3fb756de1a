package org.plumelookup.source;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.plumelookup.config.Prefix;

/** Reports not ready while rows of the database cannot be read or written. It is no liveness check. Thread-safe. */
final class DatabaseCheck extends AbstractHealthCheck {
    private final Database database;

    DatabaseCheck(Database database, Prefix prefix) {
        super("plume", prefix.name("database"));
        this.database = database;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Database.Trouble trouble = database.trouble();
        if (trouble == null) {
            builder.up();
        } else {
            builder.message(trouble.why())
                    .detail("since", trouble.since().toString())
                    .down();
        }
    }
}
