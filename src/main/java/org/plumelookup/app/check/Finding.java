package org.plumelookup.app.check;

import java.util.Locale;
import org.plumelookup.settings.InstanceName;

/**
 * Holds what was found of one thing that was looked at.
 *
 * @param check what was looked at: {@code keys}, {@code start}, {@code routes}, {@code camel},
 *     {@code folders}, {@code broker}, {@code budget}, {@code database}, {@code log-in}, {@code search} or {@code clock}
 * @param ok whether nothing is wrong with it
 * @param note whether it runs as it is, but not as it is advised
 * @param text what it is; where it is wrong the value, the rule and the key or file to change
 */
record Finding(String check, boolean ok, boolean note, String text) {
    Finding(String check, boolean ok, String text) {
        this(check, ok, false, text);
    }

    static Finding ok(String check, String text) {
        return new Finding(check, true, text);
    }

    static Finding wrong(String check, String text) {
        return new Finding(check, false, text);
    }

    /** Names the lookup that it is of, unless that is the one without a prefix of its own. */
    Finding of(InstanceName prefix) {
        return prefix.equals(InstanceName.PLUME) ? this : new Finding(check, ok, note, prefix.text() + ": " + text);
    }

    static Finding note(String check, String text) {
        return new Finding(check, true, true, text);
    }

    /** Returns the same, as wrong if it is a note. */
    Finding strict() {
        return note ? wrong(check, text) : this;
    }

    /** Gives one line; a text of several stands indented below its beginning. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%-5s  %-7s  %s",
                note ? "note" : ok ? "ok" : "WRONG",
                check,
                text.strip().replaceAll("\\R", "\n                "));
    }
}
