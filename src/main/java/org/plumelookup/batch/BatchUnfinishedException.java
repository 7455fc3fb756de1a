package org.plumelookup.batch;

/** Tells that a batch had to stop before its end; started again it goes on. The message says what to do. */
public final class BatchUnfinishedException extends Exception {
    private static final long serialVersionUID = 1L;

    BatchUnfinishedException(String message, Throwable cause) {
        super(message, cause);
    }
}
