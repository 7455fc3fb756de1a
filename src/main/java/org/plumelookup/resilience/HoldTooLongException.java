package org.plumelookup.resilience;

import java.util.Locale;

/** Thrown if a hold lasts longer than {@code plume.hold.max}; the account stays unanswered. */
public final class HoldTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HoldTooLongException(Hold hold) {
        super(String.format(
                Locale.ROOT,
                "the hold since %s is longer than plume.hold.max: %s: %s",
                hold.since(),
                hold.cause().text(),
                hold.why()));
    }
}
