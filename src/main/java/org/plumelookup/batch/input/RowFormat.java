package org.plumelookup.batch.input;

import java.io.IOException;
import org.plumelookup.api.LookupRequest;

/** Splits the lines of a file into rows, and parses them. */
sealed interface RowFormat permits PlainList, Csv, JsonLines {

    /**
     * Consumes the lines of the next row, without parsing more than is needed to find its end; null at the end of the
     * file. Each call is one row.
     */
    RawRow next(Lines lines) throws IOException;

    /** Parses a row. Never throws because of its content: an unreadable row becomes a row with a problem. */
    LookupRequest read(long row, RawRow raw, String text);

    /** Returns how many lines above the rows are titles. */
    default int titles() {
        return 0;
    }

    /**
     * Returns the columns of the file.
     *
     * @param mark whether the file begins with a byte order mark
     */
    default InputColumns columns(boolean mark) {
        return InputColumns.open(mark);
    }
}
