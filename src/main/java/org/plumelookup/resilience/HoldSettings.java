package org.plumelookup.resilience;

import java.time.Duration;
import org.plumelookup.settings.Settings;

/**
 * The limit of a hold, and whether a doubtful answer is checked.
 *
 * @param max how long a hold may last before waiting lookups give up; null means no limit
 * @param canary whether a doubtful answer is checked by a canary; if not, it is the account's own outcome
 */
public record HoldSettings(Duration max, boolean canary) {

    /** Reads {@code plume.hold.*}. */
    public static HoldSettings from(Settings keys) {
        return new HoldSettings(
                keys.text("plume.hold.max").isEmpty() ? null : keys.time("plume.hold.max", Duration.ofMillis(1)),
                keys.bool("plume.hold.canary"));
    }
}
