package org.plumelookup.http;

import java.time.Duration;
import org.plumelookup.settings.Settings;

/**
 * The limits of one HTTP call.
 *
 * @param connectTimeout the longest time to connect
 * @param timeout the deadline of a call, from connecting to the last byte of its response
 * @param maxBody the largest response, in bytes
 * @param connections the most calls at the same time
 */
public record CallSettings(Duration connectTimeout, Duration timeout, int maxBody, int connections) {

    /** Reads {@code plume.call.*} and {@code plume.concurrency}. */
    public static CallSettings from(Settings keys) {
        return new CallSettings(
                keys.time("plume.call.connect-timeout", Duration.ofMillis(1)),
                keys.time("plume.call.timeout", Duration.ofMillis(1)),
                keys.size("plume.call.max-body"),
                keys.number("plume.concurrency", 1, 1000));
    }
}
