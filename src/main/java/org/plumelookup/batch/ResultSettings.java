package org.plumelookup.batch;

import java.util.Map;
import org.plumelookup.resilience.BudgetSettings;
import org.plumelookup.settings.MaskedSettings;
import org.plumelookup.settings.Settings;
import org.plumelookup.settings.Version;

/**
 * Holds how the files of a complete batch are written, and what its report says of the program.
 *
 * @param csvBom whether CSV files begin with a byte order mark, also if the input does not
 * @param callsPerSecond how many calls may leave in the long run; 0 means no limit
 * @param concurrency lookups in flight
 * @param shown settings that differ from their defaults, by key, without secrets
 * @param version of the program
 */
public record ResultSettings(
        boolean csvBom, double callsPerSecond, int concurrency, Map<String, String> shown, String version) {
    /** Says nothing of a program. */
    static final ResultSettings NONE = new ResultSettings(false, 0, 1, Map.of(), "unknown");

    static ResultSettings from(Settings keys) {
        return new ResultSettings(
                keys.bool("plume.file.csv-bom"),
                BudgetSettings.from(keys).sustainedPace(),
                keys.number("plume.concurrency", 1, 1000),
                MaskedSettings.of(keys, false),
                Version.number());
    }
}
