package org.plumelookup.batch;

/** Signals that a file cannot be processed; the message says why and what to do. */
public final class BatchRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    BatchRefusedException(String message) {
        super(message);
    }

    BatchRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
