package org.plumelookup.auth;

import java.time.Duration;

/** Thrown if there is no valid token and none was granted; the message has the cause and the cure, and no secret. */
public final class LogInFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;
    private final boolean replaced;

    /**
     * Creates the exception.
     *
     * @param message the cause, and the key to check
     * @param retryAfter the wait before the next try; null leaves it to the caller
     */
    public LogInFailedException(String message, Duration retryAfter) {
        this(message, retryAfter, false);
    }

    /**
     * Creates the exception for a credential that was refused.
     *
     * @param message the cause, and the key to check
     * @param retryAfter the wait before the next try; null leaves it to the caller
     * @param replaced whether there is another credential by now
     */
    LogInFailedException(String message, Duration retryAfter, boolean replaced) {
        super(message);
        this.retryAfter = retryAfter;
        this.replaced = replaced;
    }

    /** Returns the wait before the next try; null if the token endpoint set none. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Returns whether there is another credential than the one that was refused. */
    boolean isReplaced() {
        return replaced;
    }
}
