package org.plumelookup.batch.input;

import java.io.IOException;
import org.plumelookup.api.LookupRequest;

/** How the lines of a file make rows. */
sealed interface RowFormat permits Plain, Csv, JsonLines {

    /**
     * Takes the lines of the next row, without looking into them more than it needs to find where the row ends; null at
     * the end of the file. One call is one row, so that counting the calls counts the rows.
     */
    RawRow next(Lines lines) throws IOException;

    /** Understands a row. Never throws for what is in it: what cannot be read becomes a row with a problem. */
    LookupRequest read(long row, RawRow raw, String text);

    /** Returns how many lines above the rows are taken for titles. */
    default int titles() {
        return 0;
    }
}
