package org.plumelookup.observe.status;

import org.plumelookup.lookup.RecentFailures.FailureKind;
import org.plumelookup.resilience.HoldCause;

/** Says what failures mean and what to do, without any data of an account. */
final class Advice {
    private Advice() {}

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

    /** Returns what a kind of failures means. */
    static String reason(FailureKind kind) {
        Integer status = kind.status();
        return switch (kind.outcome()) {
            case FOUND -> "A customer was found.";
            case NO_MATCH -> "Plume knows no such customer.";
            case MISMATCH -> "Plume returned only customers of other accounts.";
            case UNAUTHORIZED -> "The API refuses the token for this account.";
            case FORBIDDEN -> "The token's partner has no permission for this customer.";
            case NOT_FOUND -> "Plume knows no such location.";
            case INVALID ->
                status == null
                        ? "No usable account ID; no call was made."
                        : "The API refused the search field or keyword.";
            case SERVER_ERROR -> "The API had an error, also at the last try.";
            case UNREACHABLE -> "The API did not answer, also at the last try.";
            case UNEXPECTED ->
                status == null
                        ? "The API's answer could not be used."
                        : status == 429
                                ? "Too many requests, also at the last try."
                                : status == 403
                                        ? "The firewall blocks this account ID."
                                        : "Status " + status + ", with an answer that could not be used.";
        };
    }

    /** Returns what to do about a kind of failures. */
    static String cure(FailureKind kind) {
        return switch (kind.outcome()) {
            case FOUND -> "Nothing.";
            case NO_MATCH -> "Ask again when the account is provisioned, or correct the ID in the CRM.";
            case MISMATCH -> "Correct the ID in the CRM, or see plume.search.exact-match.";
            case UNAUTHORIZED, FORBIDDEN -> "Ask Plume whether these accounts belong to your partner.";
            case NOT_FOUND -> "Correct the ID in the CRM; see plume.search.field.";
            case INVALID ->
                kind.status() == null
                        ? "Correct the row in the input."
                        : "Correct the ID in the CRM; see plume.search.field.";
            case SERVER_ERROR, UNREACHABLE -> "Look these up again: errors.jsonl of the results is a valid input.";
            case UNEXPECTED ->
                kind.status() != null && kind.status() == 429
                        ? "Lower plume.budget.calls-per-second, and look these up again."
                        : "Read the reasons in errors.csv; if they do not help, send them to Plume.";
        };
    }
}
