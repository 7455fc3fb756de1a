package org.plumelookup.app.check;

import java.util.Locale;
import org.plumelookup.settings.InstanceName;

/**
 * The result of one check.
 *
 * @param check the subject: {@code keys}, {@code start}, {@code routes}, {@code camel}, {@code folders},
 *     {@code broker}, {@code budget}, {@code database}, {@code log-in}, {@code search} or {@code clock}
 * @param ok whether nothing is wrong
 * @param note whether it works, but is not recommended
 * @param text the finding; if it is wrong, the value, the rule and the key or file to change
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

    /** Adds the name of the instance, unless it is the default one. */
    Finding of(InstanceName prefix) {
        return prefix.equals(InstanceName.PLUME) ? this : new Finding(check, ok, note, prefix.text() + ": " + text);
    }

    static Finding note(String check, String text) {
        return new Finding(check, true, true, text);
    }

    /** Returns a note as wrong, and any other finding unchanged. */
    Finding strict() {
        return note ? wrong(check, text) : this;
    }

    /** Returns the finding as a line; further lines of its text are indented. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%-5s  %-7s  %s",
                note ? "note" : ok ? "ok" : "WRONG",
                check,
                text.strip().replaceAll("\\R", "\n                "));
    }
}
