package org.plumelookup.batch.report;

import java.util.Map;
import org.plumelookup.resilience.BudgetSettings;
import org.plumelookup.settings.MaskedSettings;
import org.plumelookup.settings.Settings;
import org.plumelookup.settings.Version;

/**
 * Holds what the report of a batch says of the program.
 *
 * @param callsPerSecond how many calls may leave in the long run; 0 means no limit
 * @param concurrency lookups in flight
 * @param shown settings that differ from their defaults, by key, without secrets
 * @param version of the program
 */
public record ReportSettings(double callsPerSecond, int concurrency, Map<String, String> shown, String version) {
    /** Says nothing of a program. */
    public static final ReportSettings NONE = new ReportSettings(0, 1, Map.of(), "unknown");

    /**
     * Reads the settings.
     *
     * @param keys all settings
     * @return what the report says of them
     */
    public static ReportSettings from(Settings keys) {
        return new ReportSettings(
                BudgetSettings.from(keys).sustainedPace(),
                keys.number("plume.concurrency", 1, 1000),
                MaskedSettings.of(keys, false),
                Version.number());
    }
}
