package org.plumelookup.app.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.plumelookup.app.ExitCode;
import org.plumelookup.app.Installation;
import org.plumelookup.app.StandAlone;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;
import org.plumelookup.settings.SettingsCheck;

/**
 * Rehearses a start until no key is refused any more: each that is gets a value that does, so that all are told.
 *
 * <p>So every key is held against the rule that the program itself has for it.
 */
final class DryRun {
    private static final Map<String, String> USABLE = Map.of(
            "plume.api.url", "http://localhost/api",
            "plume.api.partner-id", "partner",
            "plume.auth.authorization", "Basic bm9ib2R5OnNlY3JldA==",
            "plume.auth.token", "none");

    private final Installation installation;
    private final Properties defaults = Settings.shipped();
    private final Map<String, String> instead = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    DryRun(Installation installation) {
        this.installation = installation;
    }

    /** Looks further, once, in a context in which no route runs. */
    interface Further {
        /**
         * Looks at something else.
         *
         * @param context a context with all settings; nothing in it has begun
         * @param keysUsable whether all its values are those of the user
         */
        void look(CamelContext context, boolean keysUsable) throws Exception;
    }

    /**
     * Tells what is wrong with the keys, and what would keep the program from starting.
     *
     * @param further goes on in the context of a rehearsal that went well
     */
    List<Finding> run(Further further) {
        try {
            SettingsCheck.unknown(installation.given()).forEach(why -> findings.add(Finding.wrong("keys", why)));
        } catch (ConfigurationException e) {
            return List.of(Finding.wrong("keys", e.getMessage())); // nothing can be rehearsed with a file like this
        }
        boolean again = true;
        while (again) {
            again = rehearse(context -> further.look(context, instead.isEmpty()));
        }
        if (findings.stream().noneMatch(finding -> finding.check().equals("keys"))) {
            findings.add(Finding.ok("keys", "all are known and have usable values"));
        }
        return findings;
    }

    /** Tells whether another rehearsal makes sense. */
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
            instead.put(key, defaults.getProperty(InstanceName.shipped(key), ""));
            return true;
        }
        instead.put(key, USABLE.getOrDefault(InstanceName.shipped(key), before));
        return !before.equals(instead.get(key));
    }
}
