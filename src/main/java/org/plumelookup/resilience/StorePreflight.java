package org.plumelookup.resilience;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.plumelookup.settings.Settings;

/**
 * The result of a test read of the shared call budget.
 *
 * @param ok whether calls can be taken of the budget
 * @param text the finding, with the key to change if it is wrong; never the password
 */
public record StorePreflight(boolean ok, String text) {
    private static final String PASSWORD = "plume.budget.store-password";
    private static final String MOST_SECONDS = "5";
    private static final String READ = String.format(
            Locale.ROOT, "SELECT %s FROM %s WHERE %s = ?", StoreTable.STATE, StoreTable.NAME, StoreTable.ID);
    private static final String MAY_WRITE = String.format(
            Locale.ROOT,
            "SELECT has_table_privilege('%1$s', 'INSERT') AND has_table_privilege('%1$s', 'UPDATE')",
            StoreTable.NAME);
    private static final String MAY_CREATE = "SELECT has_schema_privilege(current_schema(), 'CREATE')";

    /**
     * Connects once and reads the budget; writes nothing.
     *
     * @param keys the settings of the store
     * @return empty if the budget is local
     */
    public static Optional<StorePreflight> of(Settings keys) {
        return StoreSettings.from(keys).map(settings -> of(keys, settings));
    }

    private static StorePreflight of(Settings keys, StoreSettings settings) {
        String place = keys.prefix().keys("plume.budget.store = ") + settings.url();
        String password = keys.secretKey(PASSWORD).orElse(PASSWORD);
        String cure =
                keys.prefix().keys(" Change plume.budget.store, plume.budget.store-user or " + password + ", or ");
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement()) {
            if (!StoreTable.isThere(statement)) {
                return is(statement, MAY_CREATE)
                        ? new StorePreflight(true, place + ": connected; the table will be created at the first call")
                        : new StorePreflight(
                                false,
                                place + ": the user must have permission to create the table " + StoreTable.NAME
                                        + ", or the table must exist." + cure + "create the table.");
            }
            read(connection, settings.name());
            return is(statement, MAY_WRITE)
                    ? new StorePreflight(true, place + ": connected, and the budget can be read")
                    : new StorePreflight(
                            false,
                            place + ": the user must have the permissions INSERT and UPDATE on the table "
                                    + StoreTable.NAME + "." + cure + "grant them.");
        } catch (SQLException e) {
            String why = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
            return new StorePreflight(
                    false,
                    place + ": the database must be running and the budget readable ("
                            + (settings.password() == null ? why : why.replace(settings.passwordNow(), "(not shown)"))
                            + ")." + cure + "start the database.");
        }
    }

    private static Connection connect(StoreSettings settings) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", MOST_SECONDS);
        properties.setProperty("socketTimeout", MOST_SECONDS);
        if (settings.user() != null) {
            properties.setProperty("user", settings.user());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.passwordNow());
        }
        return DriverManager.getConnection(settings.url(), properties);
    }

    private static void read(Connection connection, String name) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            read.setString(1, name);
            read.executeQuery().close();
        }
    }

    private static boolean is(Statement statement, String question) throws SQLException {
        try (ResultSet answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        }
    }
}
