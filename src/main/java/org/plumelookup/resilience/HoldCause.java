package org.plumelookup.resilience;

import java.util.Locale;

/** The kinds of causes of a hold. */
public enum HoldCause {
    /** The API's firewall blocks this address. */
    FIREWALL("the API's firewall blocks us"),
    /** The store of the shared call budget is unavailable. */
    BUDGET("the call budget is unavailable"),
    /** The token endpoint grants no token. */
    LOG_IN("the log-in fails"),
    /** A proxy blocks calls, or a certificate is refused. */
    CONNECTION("the API cannot be reached"),
    /** Account after account gets an error or no response, or a canary does. */
    OUTAGE("the API is down"),
    /** An account is refused, and so is the canary. */
    REFUSED("the API refuses the canary too"),
    /** Results cannot be written or sent. */
    RESULTS("results cannot be delivered");

    private final String text;

    HoldCause(String text) {
        this.text = text;
    }

    /** Returns the cause in a few words. */
    public String text() {
        return text;
    }

    /** Returns what does not happen during such a hold, as a sentence without its end. */
    public String effect() {
        return this == RESULTS ? "No further row is read" : "Calls are suspended";
    }

    /** Names the cause in one word, such as {@code log-in}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
