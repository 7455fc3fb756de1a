package org.plumelookup.source;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.plumelookup.settings.Settings;

/** Checks the {@code plume.database.*} keys of {@code routes/plume-from-database.camel.yaml} at the start. */
final class DatabaseSettings {
    // As PostgreSQL, SQL Server and Oracle write it; most of them ignore case.
    private static final Pattern SECRET = Pattern.compile("(?i)passw|pwd=|//[^/?]*@|:[^:/?@]+/[^/?@]+@");

    private DatabaseSettings() {}

    /** Checks the keys, if there is a URL. */
    static void check(Settings keys) {
        String url = keys.text("plume.database.url").orElse(null);
        if (url == null) {
            return;
        }
        boolean secret = SECRET.matcher(url).find();
        if (secret || !url.startsWith("jdbc:")) {
            throw keys.broken(
                    "plume.database.url",
                    secret ? "(not shown)" : url,
                    "must be a JDBC URL such as jdbc:postgresql://HOST/DATABASE; "
                            + "set the password as plume.database.password");
        }
        try {
            DriverManager.getDriver(url);
        } catch (SQLException e) {
            throw keys.broken("plume.database.url", url, "requires the jar of its JDBC driver in lib/");
        }
        keys.time("plume.database.period", Duration.ofMillis(100));
        keys.required("plume.database.select");
        keys.required("plume.database.update");
    }
}
