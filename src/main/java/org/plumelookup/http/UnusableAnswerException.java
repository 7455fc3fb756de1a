package org.plumelookup.http;

import java.io.IOException;

/** Says that there was an answer, of which nothing can be used; the message says why, and quotes nothing of it. */
public final class UnusableAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Integer status;

    UnusableAnswerException(Integer status, String message) {
        super(message);
        this.status = status;
    }

    /** Returns the status of the answer, or null where not even that was taken in. */
    public Integer status() {
        return status;
    }
}
