package org.plumelookup.source;

/** Signals that the database gives no connection, or that a connection broke: any row would have failed. */
public final class DatabaseAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseAwayException(Throwable cause) {
        super("The database cannot be used (%s).".formatted(Causes.text(cause)), cause);
    }
}
