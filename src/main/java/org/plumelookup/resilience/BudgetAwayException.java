package org.plumelookup.resilience;

/**
 * Thrown if the store of the shared call budget is unavailable, so that no call may leave; the message has no secret.
 */
public final class BudgetAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BudgetAwayException(String why) {
        super(why);
    }
}
