package org.plumelookup.app.check;

import java.util.ArrayList;
import java.util.List;
import org.plumelookup.budget.StoreTrial;
import org.plumelookup.config.Keys;
import org.plumelookup.source.DatabaseTrial;

/** Connects to the databases that one instance uses, and runs no statement that writes. */
final class StoreCheck {
    private StoreCheck() {}

    static List<Finding> of(Keys keys) {
        List<Finding> findings = new ArrayList<>();
        StoreTrial.of(keys).ifPresent(trial -> findings.add(new Finding("budget", trial.ok(), trial.text())));
        DatabaseTrial.of(keys).ifPresent(trial -> findings.add(new Finding("database", trial.ok(), trial.text())));
        return findings;
    }
}
