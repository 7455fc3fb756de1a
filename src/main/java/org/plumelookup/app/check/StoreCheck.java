package org.plumelookup.app.check;

import java.util.ArrayList;
import java.util.List;
import org.plumelookup.budget.BudgetSettings;
import org.plumelookup.budget.StoreTrial;
import org.plumelookup.config.Keys;
import org.plumelookup.source.DatabaseTrial;

/** Tells how fast calls leave, and connects to the databases of one instance; runs no statement that writes. */
final class StoreCheck {
    private StoreCheck() {}

    static List<Finding> of(Keys keys, boolean offline) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("budget", BudgetSettings.from(keys).text(keys.prefix())));
        if (offline) {
            return findings;
        }
        StoreTrial.of(keys).ifPresent(trial -> findings.add(new Finding("budget", trial.ok(), trial.text())));
        DatabaseTrial.of(keys).ifPresent(trial -> findings.add(new Finding("database", trial.ok(), trial.text())));
        return findings;
    }
}
