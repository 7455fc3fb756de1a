package org.plumelookup.settings;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Shows the keys that differ from their defaults, without secrets. */
public final class MaskedSettings {
    static final String HIDDEN = "(set, not shown)";
    private static final Set<String> WITH_IDS =
            Set.of("plume.timer.account-ids", "plume.database.select", "plume.database.update");
    private static final Pattern URI_KEY = Pattern.compile(".*[.-](ur[il]|store)");
    private static final Pattern USER =
            Pattern.compile("(?s)^(jdbc:[a-z0-9]+:(?:[a-z]+:)?(?://)?|[\\w+.-]+:(?://)?).*@");
    private static final Pattern OPTIONS = Pattern.compile("(?s)[?;].*");

    private MaskedSettings() {}

    /**
     * Returns values by key, sorted.
     *
     * @param keys of one instance
     * @param withIds whether values are shown that can have account IDs
     */
    public static Map<String, String> of(Settings keys, boolean withIds) {
        Map<String, String> shipped = Settings.shipped();
        Map<String, String> shown = new TreeMap<>();
        for (String key : shipped.keySet()) {
            String value = key.startsWith("plume.") ? keys.text(key).orElse("") : "";
            if (!value.isEmpty() && !value.equals(shipped.get(key))) {
                shown.put(keys.asWritten(key), masked(key, value, withIds));
            }
        }
        return shown;
    }

    /**
     * Returns the value of a key as it may be shown.
     *
     * @param key as shipped
     * @param withIds whether values are shown that can have account IDs
     */
    public static String masked(String key, String value, boolean withIds) {
        if (Settings.isSecret(key) || WITH_IDS.contains(key) && !withIds) {
            return HIDDEN;
        }
        // The options of a URI can hold a password under any name, and so can what stands before its host.
        return URI_KEY.matcher(key).matches()
                ? USER.matcher(OPTIONS.matcher(value).replaceFirst("?...")).replaceFirst("$1***@")
                : value;
    }
}
