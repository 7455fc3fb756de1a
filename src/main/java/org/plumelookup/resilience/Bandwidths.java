package org.plumelookup.resilience;

import io.github.bucket4j.Bandwidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Converts the budget settings into the bandwidths of a token bucket; see {@link RateLimiter} for the arithmetic. */
final class Bandwidths {
    /** The fraction of a window's calls that may leave at once after an idle time. */
    private static final int BURST = 20;

    /** How long the others take to refill, in percent of the window. */
    private static final int REFILL_PERCENT = 102;

    private Bandwidths() {}

    /** Returns the limits of one instance; none if both are off. */
    static List<Bandwidth> of(BudgetSettings settings) {
        List<Bandwidth> limits = new ArrayList<>();
        if (settings.callsPerSecond() > 0) {
            limits.add(pace(settings.callsPerSecond()));
        }
        if (settings.windowCalls() > 0) {
            limits.add(window(settings, "window"));
        }
        return limits;
    }

    /** Returns limits that satisfy those of every instance: the slowest pace, and every window. */
    static List<Bandwidth> strictest(Collection<BudgetSettings> all) {
        List<Bandwidth> limits = new ArrayList<>();
        all.stream()
                .mapToDouble(BudgetSettings::callsPerSecond)
                .filter(pace -> pace > 0)
                .min()
                .ifPresent(pace -> limits.add(pace(pace)));
        all.stream()
                .filter(settings -> settings.windowCalls() > 0)
                .map(settings -> window(settings, settings.windowCalls() + " in " + settings.window()))
                .distinct()
                .forEach(limits::add);
        return limits;
    }

    /** Returns how many calls a second a window allows in the long run. */
    static double callsPerSecond(int windowCalls, Duration window) {
        return (windowCalls - windowCalls / BURST) / (refill(window).toMillis() / 1e3);
    }

    private static Bandwidth pace(double callsPerSecond) {
        return Bandwidth.builder()
                .capacity(1)
                .refillGreedy(1, Duration.ofNanos(Math.round(1e9 / callsPerSecond)))
                .initialTokens(0)
                .id("pace")
                .build();
    }

    private static Bandwidth window(BudgetSettings settings, String id) {
        int capacity = settings.windowCalls() / BURST;
        return Bandwidth.builder()
                .capacity(capacity)
                .refillGreedy(settings.windowCalls() - capacity, refill(settings.window()))
                .initialTokens(0)
                .id(id)
                .build();
    }

    private static Duration refill(Duration window) {
        return window.multipliedBy(REFILL_PERCENT).dividedBy(100);
    }
}
