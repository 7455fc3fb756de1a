package org.plumelookup.resilience;

/** Names why nobody calls. */
public enum HoldCause {
    /** The API's firewall blocks this address. */
    FIREWALL("the API's firewall blocks us"),
    /** The call budget that is shared with other processes cannot be asked. */
    BUDGET("the call budget is away"),
    /** There is no token to be had. */
    LOG_IN("the log-in fails"),
    /** A proxy lets no call through, or a certificate is refused. */
    CONNECTION("the API cannot be reached"),
    /** Account after account brings a fault or no answer. */
    OUTAGE("the API is down"),
    /** Account after account is refused. */
    REFUSED("the API refuses every account"),
    /** Results cannot be written or sent on. */
    RESULTS("results cannot be delivered");

    private final String text;

    HoldCause(String text) {
        this.text = text;
    }

    /** Tells the cause in a few words. */
    public String text() {
        return text;
    }
}
