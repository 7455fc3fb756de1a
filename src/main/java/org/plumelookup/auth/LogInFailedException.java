package org.plumelookup.auth;

import java.time.Duration;

/** Thrown if there is no valid token and none was granted; the message has the cause and the cure, and no secret. */
public final class LogInFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * Creates the exception.
     *
     * @param message the cause, and the key to check
     * @param retryAfter the wait before the next try; null leaves it to the caller
     */
    public LogInFailedException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** Returns the wait before the next try; null if the token endpoint set none. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
