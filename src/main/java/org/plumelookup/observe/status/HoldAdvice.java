package org.plumelookup.observe.status;

import org.plumelookup.resilience.HoldCause;

/** Explains to a person what to do in a hold. */
final class HoldAdvice {
    private HoldAdvice() {}

    /** Returns what to do in a hold. */
    static String of(HoldCause cause) {
        return switch (cause) {
            case FIREWALL ->
                "Nothing, if it ends by itself. If it comes again, lower plume.budget.window-calls, and see"
                        + " that no other program calls the API from this address.";
            case BUDGET -> "See that the database of plume.budget.store runs and can be reached.";
            case LOG_IN ->
                "See that plume.auth.token-url can be reached, and that plume.auth.authorization is still"
                        + " valid; plume-lookup check says more.";
            case CONNECTION -> "Check the proxy and the certificates; plume-lookup check says more.";
            case OUTAGE -> "Nothing, if it ends by itself. If it lasts, tell the operator of the API.";
            case REFUSED ->
                "See that plume.auth.* and plume.api.partner-id are those of your partner; plume-lookup check"
                        + " says more.";
            case RESULTS -> "Free disk space or fix the permissions of the outbox, or see that the broker runs.";
        };
    }
}
