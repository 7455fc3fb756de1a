package org.plumelookup.source;

import java.util.Locale;
import org.plumelookup.text.Causes;

/** Thrown if the database is unavailable or a connection is lost: any row would fail. */
public final class DatabaseAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseAwayException(Throwable cause) {
        super(String.format(Locale.ROOT, "The database cannot be used (%s).", Causes.text(cause)), cause);
    }
}
