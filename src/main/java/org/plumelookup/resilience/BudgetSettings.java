package org.plumelookup.resilience;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;
import org.plumelookup.text.DurationText;

/**
 * The limits of the call rate.
 *
 * @param callsPerSecond steady pace; 0 means no limit
 * @param windowCalls the most calls in any window, as the API's firewall counts them; 0 means no window
 * @param window length of the window
 * @param own whether the instance has its own budget instead of sharing one with the others of its process
 */
public record BudgetSettings(double callsPerSecond, int windowCalls, Duration window, boolean own) {

    /** Reads {@code plume.budget.*}. */
    public static BudgetSettings from(Settings keys) {
        BudgetSettings settings = new BudgetSettings(
                keys.rate("plume.budget.calls-per-second"),
                keys.number("plume.budget.window-calls", 0, 100_000_000),
                keys.time("plume.budget.window", Duration.ofSeconds(1)),
                keys.bool("plume.budget.own"));
        if (settings.windowCalls != 0 && settings.windowCalls < 20) {
            throw keys.broken(
                    "plume.budget.window-calls",
                    String.valueOf(settings.windowCalls),
                    "must be 0 for no window, or at least 20");
        }
        return settings;
    }

    /**
     * Describes how fast calls may leave.
     *
     * @param prefix the prefix of the keys
     */
    public String text(InstanceName prefix) {
        if (isSlowedByWindow()) {
            return prefix.keys(String.format(
                    Locale.ROOT,
                    "plume.budget.calls-per-second = %s has no effect above %.1f, because plume.budget.window-calls ="
                            + " %d and plume.budget.window = %d s allow no more in the long run."
                            + " If the API's firewall allows more, change these.",
                    plain(callsPerSecond),
                    Bandwidths.callsPerSecond(windowCalls, window),
                    windowCalls,
                    window.toSeconds()));
        }
        return (callsPerSecond == 0 ? "no limit of calls a second" : plain(callsPerSecond) + " calls a second")
                + (windowCalls == 0 ? "" : ", at most " + windowCalls + " in any " + window.toSeconds() + " s");
    }

    /** Returns how many calls a second may leave in the long run; 0 means no limit. */
    public double sustainedPace() {
        return isSlowedByWindow() ? Bandwidths.callsPerSecond(windowCalls, window) : callsPerSecond;
    }

    /** Describes how fast calls really leave: {@code 6 calls/s, window 2,000 in 5 min}. */
    public String pace() {
        String steady = callsPerSecond == 0 ? "no limit of calls/s" : plain(callsPerSecond) + " calls/s";
        if (windowCalls == 0) {
            return steady + ", no window";
        }
        if (isSlowedByWindow()) {
            steady = String.format(Locale.ROOT, "%.1f calls/s in the long run", sustainedPace());
        }
        return String.format(Locale.ROOT, "%s, window %,d in %s", steady, windowCalls, DurationText.of(window));
    }

    /** Returns whether the window limits calls more than the pace does. */
    public boolean isSlowedByWindow() {
        return windowCalls > 0
                && (callsPerSecond == 0 || callsPerSecond > Bandwidths.callsPerSecond(windowCalls, window));
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
