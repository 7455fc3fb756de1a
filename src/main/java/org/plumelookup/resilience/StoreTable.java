package org.plumelookup.resilience;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;

/** The table of shared call budgets, one row each; created if it is missing. */
final class StoreTable {
    /** The table, in the first schema of the user's search path. */
    static final String NAME = "plume_call_budget";

    /** Column with the name of the budget. */
    static final String ID = "id";

    /** Column with the bucket as the library writes it. */
    static final String STATE = "state";

    private StoreTable() {}

    /**
     * Creates the table if it does not exist, because a user may have permission to use it but not to create it.
     *
     * @throws SQLException as the database gives it
     */
    static void create(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (!isThere(statement)) {
                // Two at the same time would fail despite IF NOT EXISTS; both statements are one transaction.
                statement.execute(String.format(
                        Locale.ROOT,
                        "SELECT pg_advisory_xact_lock(hashtext('%1$s')); "
                                .concat("CREATE TABLE IF NOT EXISTS %1$s (%2$s text PRIMARY KEY, %3$s bytea)"),
                        NAME,
                        ID,
                        STATE));
            }
        }
    }

    /** Returns whether the table exists. */
    static boolean isThere(Statement statement) throws SQLException {
        try (ResultSet found =
                statement.executeQuery(String.format(Locale.ROOT, "SELECT to_regclass('%s') IS NOT NULL", NAME))) {
            found.next();
            return found.getBoolean(1);
        }
    }
}
