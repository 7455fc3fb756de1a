package org.plumelookup.app.check;

import java.util.ArrayList;
import java.util.List;
import org.plumelookup.resilience.BudgetSettings;
import org.plumelookup.resilience.StorePreflight;
import org.plumelookup.settings.Settings;
import org.plumelookup.source.DatabasePreflight;

/** Reports the call rate, and connects to the databases of one instance; runs no statement that writes. */
final class StoreCheck {
    private StoreCheck() {}

    static List<Finding> of(Settings keys, boolean offline) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("budget", BudgetSettings.from(keys).text(keys.prefix())));
        if (offline) {
            return findings;
        }
        StorePreflight.of(keys).ifPresent(store -> findings.add(new Finding("budget", store.ok(), store.text())));
        DatabasePreflight.of(keys)
                .ifPresent(database -> findings.add(new Finding("database", database.ok(), database.text())));
        return findings;
    }
}
