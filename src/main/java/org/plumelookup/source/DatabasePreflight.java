package org.plumelookup.source;

import java.util.Locale;
import java.util.Optional;
import org.plumelookup.settings.Secret;
import org.plumelookup.settings.Settings;
import org.plumelookup.text.Causes;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The result of connecting to the CRM database and preparing both statements.
 *
 * @param ok whether rows can be read and written, as far as that is known beforehand
 * @param text the finding, with the key to change if it is wrong; never the password
 */
public record DatabasePreflight(boolean ok, String text) {
    private static final String URL = "plume.database.url";
    private static final String PASSWORD = "plume.database.password";

    /**
     * Connects once, without the pool, which would retry a wrong password; runs no statement.
     *
     * @param keys the settings of the database
     * @return empty if there is none
     */
    public static Optional<DatabasePreflight> of(Settings keys) {
        return keys.text(URL).map(url -> of(keys, url));
    }

    private static DatabasePreflight of(Settings keys, String url) {
        String user = keys.text("plume.database.user").orElse(null);
        String password = keys.secret(PASSWORD).map(Secret::value).orElse(null);
        String place = keys.prefix().keys(URL) + " = " + url;
        try {
            new Statements(keys, () -> new DriverManagerDataSource(url, user, password)).prepare();
            return new DatabasePreflight(true, place + ": connected, and both statements can be prepared");
        } catch (StatementFault e) {
            return new DatabasePreflight(false, e.getMessage());
        } catch (DatabaseAwayException e) {
            String why = Causes.text(e);
            String shown = password == null ? why : why.replace(password, "(not shown)");
            String rule = keys.prefix()
                    .keys("%s must be reachable, and accept plume.database.user and its password (%s). Start it, or"
                            + " change plume.database.url, plume.database.user or "
                            + keys.secretKey(PASSWORD).orElse(PASSWORD)
                            + ".");
            return new DatabasePreflight(false, String.format(Locale.ROOT, rule, place, shown));
        } catch (RuntimeException e) {
            return new DatabasePreflight(false, place + " cannot be used (" + Causes.text(e) + ").");
        }
    }
}
