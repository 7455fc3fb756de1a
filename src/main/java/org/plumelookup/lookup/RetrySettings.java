package org.plumelookup.lookup;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.plumelookup.settings.Settings;

/**
 * Says how often and how soon a page is asked for again.
 *
 * @param attempts calls for one page at most
 * @param delay wait after the first failed call; it doubles from call to call
 * @param maxDelay the longest wait, also where the API asks for more
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
     * Tells how long to wait after a failed call.
     *
     * @param failed how many calls for this page have failed, from 1
     * @param asked what the API asked for, or null
     * @return what was asked, or a growing delay of which up to a half is left to chance; never above the longest
     */
    Duration after(int failed, Duration asked) {
        if (asked != null) {
            return asked.compareTo(maxDelay) < 0 ? asked : maxDelay;
        }
        double grown = delay.toNanos() * Math.pow(2, Math.min(failed - 1, 30));
        double most = Math.min(grown, maxDelay.toNanos());
        return Duration.ofNanos((long) (most * (1 - ThreadLocalRandom.current().nextDouble() / 2)));
    }
}
