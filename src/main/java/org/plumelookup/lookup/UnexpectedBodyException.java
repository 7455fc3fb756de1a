package org.plumelookup.lookup;

/** Signals that a body with status 200 is not a page of customers. */
final class UnexpectedBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    UnexpectedBodyException(String message) {
        super(message);
    }
}
