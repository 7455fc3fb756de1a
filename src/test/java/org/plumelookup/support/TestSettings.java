package org.plumelookup.support;

import java.util.HashMap;
import java.util.Map;
import org.plumelookup.fake.FakePlume;

/** Directs the flow to a fake API, with unlimited calls and quick retries, if a test sets nothing else. */
public final class TestSettings {
    private TestSettings() {}

    /**
     * Returns the settings by key.
     *
     * @param plume the API
     * @param more key, value, key, value; go before the others
     */
    public static Map<String, String> of(FakePlume plume, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "plume.api.url", plume.url(),
                "plume.api.partner-id", plume.partnerId(),
                "plume.auth.token-url", plume.tokenUrl(),
                "plume.auth.authorization", plume.authorization(),
                "plume.budget.calls-per-second", "0",
                "plume.budget.window-calls", "0",
                "plume.retry.delay", "20ms"));
        settings.put("plume.budget.own", "true"); // other tests call the same address
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }
}
