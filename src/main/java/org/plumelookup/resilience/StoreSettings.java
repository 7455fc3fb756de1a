package org.plumelookup.resilience;

import java.util.Locale;
import java.util.Optional;
import org.plumelookup.settings.Secret;
import org.plumelookup.settings.Settings;

/**
 * The store of a call budget that several processes share.
 *
 * @param url JDBC URL of a PostgreSQL database, without a password
 * @param user user name, or null
 * @param password its password, or null
 * @param name the budget's name in the store: processes with the same name share it
 */
record StoreSettings(String url, String user, Secret password, String name) {
    private static final String LOCAL = "local";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** Reads {@code plume.budget.store*}; empty if each process has its own budget. */
    static Optional<StoreSettings> from(Settings keys) {
        String url = keys.required("plume.budget.store").trim();
        if (url.equals(LOCAL)) {
            return Optional.empty();
        }
        boolean secret = url.contains("password=");
        if (secret || !url.startsWith(POSTGRESQL)) {
            throw keys.broken(
                    "plume.budget.store",
                    secret ? "(not shown)" : url,
                    "must be local, or a JDBC URL such as jdbc:postgresql://HOST/DATABASE; "
                            + "set the password as plume.budget.store-password");
        }
        return Optional.of(new StoreSettings(
                url,
                keys.text("plume.budget.store-user").orElse(null),
                keys.secret("plume.budget.store-password").orElse(null),
                keys.url("plume.api.url")));
    }

    /** Returns the password as it is now; null if there is none. */
    String passwordNow() {
        return password == null ? null : password.value();
    }

    /** Shows no password. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, user %s, budget %s", url, user, name);
    }
}
