package org.plumelookup.batch;

/** Tells that a file cannot be worked on as it is; the message says why and what to do. Nothing was looked up. */
public final class BatchRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    BatchRefusedException(String message) {
        super(message);
    }

    BatchRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
