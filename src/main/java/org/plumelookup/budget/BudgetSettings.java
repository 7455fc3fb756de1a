package org.plumelookup.budget;

import java.time.Duration;
import org.plumelookup.config.Keys;

/**
 * Says how fast calls may leave.
 *
 * @param callsPerSecond steady pace; 0 is no limit
 * @param windowCalls the most calls in any window, as the API's firewall counts them; 0 is no window
 * @param window length of the window
 */
public record BudgetSettings(double callsPerSecond, int windowCalls, Duration window) {

    /** Reads {@code plume.budget.*}. */
    public static BudgetSettings from(Keys keys) {
        BudgetSettings settings = new BudgetSettings(
                keys.rate("plume.budget.calls-per-second"),
                keys.number("plume.budget.window-calls", 0, 100_000_000),
                keys.time("plume.budget.window", Duration.ofSeconds(1)));
        if (settings.windowCalls != 0 && settings.windowCalls < 20) {
            throw keys.broken(
                    "plume.budget.window-calls",
                    String.valueOf(settings.windowCalls),
                    "must be 0 for no window, or at least 20");
        }
        return settings;
    }
}
