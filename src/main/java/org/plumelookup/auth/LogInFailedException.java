package org.plumelookup.auth;

import java.time.Duration;

/** Tells that there is no valid token now; the message says why and what to do, and holds no secret. */
public final class LogInFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * Creates the exception.
     *
     * @param message why, and which key to look at
     * @param retryAfter how long not to try again; null leaves it to the caller
     */
    public LogInFailedException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** Tells how long not to try again; null where the token endpoint did not say. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
