package org.plumelookup.app;

import java.util.Locale;
import java.util.Map;
import org.plumelookup.batch.Summary;

/** Shows the outcomes of a batch as a short table. */
final class OutcomeTable {
    private OutcomeTable() {}

    static String of(Summary summary) {
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "%n%-14s %9s%n", "outcome", "accounts"));
        for (Map.Entry<String, Long> entry : summary.outcomes().entrySet()) {
            table.append(String.format(Locale.ROOT, "%-14s %9d%n", entry.getKey(), entry.getValue()));
        }
        return table.append(String.format(
                        Locale.ROOT,
                        "%-14s %9d   (%d customers)%n%nResults: %s",
                        "all",
                        summary.rows(),
                        summary.customers(),
                        TerminalText.of(summary.folder().toAbsolutePath().toString())))
                .toString();
    }
}
