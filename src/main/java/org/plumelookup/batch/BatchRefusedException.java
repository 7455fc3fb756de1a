package org.plumelookup.batch;

/** Signals that a file cannot be processed; the message says why and what to do. */
public final class BatchRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message why, and what to do
     */
    public BatchRefusedException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message why, and what to do
     * @param cause what happened
     */
    public BatchRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
