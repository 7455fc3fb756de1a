package org.plumelookup.resilience;

/** Tells that the store of the shared call budget cannot be asked now, so that nobody may call; it has no secret in it. */
public final class BudgetAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BudgetAwayException(String why) {
        super(why);
    }
}
