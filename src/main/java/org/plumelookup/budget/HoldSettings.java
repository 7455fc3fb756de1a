package org.plumelookup.budget;

import java.time.Duration;
import org.plumelookup.config.Keys;

/**
 * Says when to hold.
 *
 * @param max how long a hold may last before the accounts that wait are given back unanswered; null is no limit
 * @param refusals how many accounts in a row are refused, or answered by what is not the API's, before that is taken
 *     for a fault of ours or theirs; 0 is never
 */
public record HoldSettings(Duration max, int refusals) {

    /** Reads {@code plume.hold.*}. */
    public static HoldSettings from(Keys keys) {
        return new HoldSettings(
                keys.text("plume.hold.max").isEmpty() ? null : keys.time("plume.hold.max", Duration.ofMillis(1)),
                keys.number("plume.hold.refusals", 0, 900));
    }
}
