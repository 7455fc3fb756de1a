package org.plumelookup.source;

import java.util.Locale;
import org.plumelookup.text.Causes;

/** Signals that the database gives no connection, or that a connection broke: any row would have failed. */
public final class DatabaseAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseAwayException(Throwable cause) {
        super(String.format(Locale.ROOT, "The database cannot be used (%s).", Causes.text(cause)), cause);
    }
}
