package org.plumelookup.resilience;

import java.time.Duration;
import org.plumelookup.settings.Settings;

/**
 * Says how long to hold, and whether an answer in doubt is checked.
 *
 * @param max how long a hold may last before who waits gives up; null is no limit
 * @param canary whether an answer in doubt is checked by a canary; else each is taken for the account's own
 */
public record HoldSettings(Duration max, boolean canary) {

    /** Reads {@code plume.hold.*}. */
    public static HoldSettings from(Settings keys) {
        return new HoldSettings(
                keys.text("plume.hold.max").isEmpty() ? null : keys.time("plume.hold.max", Duration.ofMillis(1)),
                keys.bool("plume.hold.canary"));
    }
}
