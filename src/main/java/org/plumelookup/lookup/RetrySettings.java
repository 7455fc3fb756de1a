package org.plumelookup.lookup;

import java.time.Duration;
import org.plumelookup.resilience.BackOff;
import org.plumelookup.settings.Settings;

/**
 * Holds how often and how soon a page is called again.
 *
 * @param attempts calls for one page at most
 * @param delay wait after the first failed call; it doubles from call to call
 * @param maxDelay the longest wait, even if the API asks for more
 */
public record RetrySettings(int attempts, Duration delay, Duration maxDelay) {

    /** Reads {@code plume.retry.*}. */
    public static RetrySettings from(Settings keys) {
        return new RetrySettings(
                keys.number("plume.retry.attempts", 1, 100),
                keys.time("plume.retry.delay", Duration.ZERO),
                keys.time("plume.retry.max-delay", Duration.ZERO));
    }

    /**
     * Returns how long to wait after a failed call (jittered back-off).
     *
     * @param failed how many calls for this page have failed, from 1
     * @param asked wait that the API asked for, or null
     * @return the requested wait, or a growing delay of which up to a half is random; never more than the longest wait
     */
    Duration after(int failed, Duration asked) {
        if (asked != null) {
            return asked.compareTo(maxDelay) < 0 ? asked : maxDelay;
        }
        return new BackOff(delay, maxDelay).after(failed - 1);
    }
}
