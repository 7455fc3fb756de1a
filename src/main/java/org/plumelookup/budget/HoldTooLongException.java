package org.plumelookup.budget;

/** Tells that a hold lasted longer than {@code plume.hold.max}; the account is left unanswered. */
public final class HoldTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HoldTooLongException(Hold hold) {
        super("the hold since %s is longer than plume.hold.max: %s".formatted(hold.since(), hold.why()));
    }
}
