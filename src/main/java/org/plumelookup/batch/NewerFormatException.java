package org.plumelookup.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Signals that a result folder has a format of a later version of this program, which alone can go on with it. */
final class NewerFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param folder the result folder
     * @param found its format
     * @param known the latest format that this program knows
     */
    NewerFormatException(Path folder, String found, int known) {
        super(String.format(
                Locale.ROOT,
                "%s was written by a later version of this program: its format is %s, and this version knows the"
                        + " formats up to %d. Nothing was changed. Install that version again, which goes on with the"
                        + " batch; or move the folder away: then all rows are asked again.",
                folder,
                found,
                known));
    }
}
