package org.plumelookup.api;

/** The outcome of a lookup: found, or one category of failure. */
public enum Outcome {
    /** 200 with the customers of the account. */
    FOUND("found"),
    /** 200 with no customer: not provisioned yet. */
    NO_MATCH("no-match"),
    /** 200 with customers of other accounts only, though an exact match was asked for. */
    MISMATCH("mismatch"),
    /** 401 on a fresh token. */
    UNAUTHORIZED("unauthorized"),
    /** 403 by the API. */
    FORBIDDEN("forbidden"),
    /** 404: no such location. */
    NOT_FOUND("not-found"),
    /** 422, and inputs that are refused without a call. */
    INVALID("invalid"),
    /** 5xx after the last try. */
    SERVER_ERROR("server-error"),
    /** No answer after the last try. */
    UNREACHABLE("unreachable"),
    /** Any other status, or a body that is not the expected JSON. */
    UNEXPECTED("unexpected");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /**
     * Returns the outcome as it is written in messages and files.
     *
     * @return its name there, for instance {@code no-match}
     */
    public String text() {
        return text;
    }

    /**
     * Returns whether the failure was temporary, so that it is worth to look the account up again soon.
     *
     * @return true for {@link #SERVER_ERROR} and {@link #UNREACHABLE}
     */
    public boolean retryable() {
        return this == SERVER_ERROR || this == UNREACHABLE;
    }
}
