package org.plumelookup.app.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.plumelookup.app.ExitCode;
import org.plumelookup.app.Installation;
import org.plumelookup.app.StandAlone;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;
import org.plumelookup.settings.SettingsCheck;

/**
 * Repeats a dry run of the start, each time with a usable value for the key that was refused, until no key is refused,
 * so that all wrong keys are found.
 *
 * <p>So every key is checked against the program's own rule.
 */
final class DryRun {
    private static final Map<String, String> USABLE = Map.of(
            "plume.api.url", "http://localhost/api",
            "plume.api.partner-id", "partner",
            "plume.auth.authorization", "Basic bm9ib2R5OnNlY3JldA==",
            "plume.auth.token", "none");

    /** The end of a key that names a file with a secret. */
    private static final String OF_FILE = "-file";

    private final Installation installation;
    private final Map<String, String> instead = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    DryRun(Installation installation) {
        this.installation = installation;
    }

    /** Runs further checks, once, in a context whose routes do not run. */
    interface Further {
        /**
         * Runs the further checks.
         *
         * @param context a context with all settings; nothing in it is started
         * @param keysUsable whether all its values are the user's
         */
        void look(CamelContext context, boolean keysUsable) throws Exception;
    }

    /**
     * Returns the findings about the keys, and about anything else that would prevent a start.
     *
     * @param further further checks in the context of a successful dry run
     */
    List<Finding> run(Further further) {
        try {
            SettingsCheck.unknown(installation.given()).forEach(why -> findings.add(Finding.wrong("keys", why)));
        } catch (ConfigurationException e) {
            return List.of(Finding.wrong("keys", e.getMessage())); // no dry run is possible with such a file
        }
        boolean again = true;
        while (again) {
            again = rehearse(context -> further.look(context, instead.isEmpty()));
        }
        if (findings.stream().noneMatch(finding -> finding.check().equals("keys"))) {
            findings.add(Finding.ok("keys", "all keys are known and valid"));
        }
        return findings;
    }

    /** Returns whether another dry run makes sense. */
    private boolean rehearse(StandAlone.Stage stage) {
        try {
            StandAlone.rehearse(installation, instead, stage);
            return false;
        } catch (ConfigurationException e) {
            if (e.key() == null) {
                findings.add(Finding.wrong("routes", e.getMessage()));
                return false;
            }
            return replace(e.key(), e.getMessage());
        } catch (Exception e) {
            findings.add(Finding.wrong("start", ExitCode.text(e)));
            return false;
        }
    }

    private boolean replace(String key, String why) {
        String before = instead.get(key);
        if (before == null) {
            findings.add(Finding.wrong("keys", why));
            instead.put(key, Settings.shipped().getOrDefault(InstanceName.shipped(key), ""));
            if (key.endsWith(OF_FILE)) {
                String secret = key.substring(0, key.length() - OF_FILE.length());
                instead.put(secret, USABLE.getOrDefault(InstanceName.shipped(secret), "none"));
            }
            return true;
        }
        instead.put(key, USABLE.getOrDefault(InstanceName.shipped(key), before));
        return !before.equals(instead.get(key));
    }
}
