package org.plumelookup.http;

import java.io.IOException;

/** Thrown if a response cannot be used; the message has the reason and quotes nothing of the response. */
public final class UnusableAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Integer status;

    UnusableAnswerException(Integer status, String message) {
        super(message);
        this.status = status;
    }

    /** Returns the status of the response, or null if not even that was read. */
    public Integer status() {
        return status;
    }
}
