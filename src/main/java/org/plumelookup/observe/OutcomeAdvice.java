package org.plumelookup.observe;

import org.plumelookup.api.Outcome;

/**
 * Explains an outcome to a person.
 *
 * @param meaning what it means
 * @param cure what to do; empty if there is nothing to do
 */
public record OutcomeAdvice(String meaning, String cure) {

    /**
     * Returns the advice for an outcome with a status.
     *
     * @param status null if there was no answer that could be read
     */
    public static OutcomeAdvice of(Outcome outcome, Integer status) {
        if (outcome == Outcome.INVALID && status == null) {
            return new OutcomeAdvice("No usable account ID; no call was made.", "Correct the row in the input.");
        }
        if (outcome == Outcome.INVALID) {
            return new OutcomeAdvice(
                    "The API refused the search field or keyword (422).",
                    "Correct the ID in the CRM, and check plume.search.field.");
        }
        if (outcome == Outcome.UNEXPECTED && Integer.valueOf(429).equals(status)) {
            return new OutcomeAdvice(
                    "The API had too many requests, also at the last try (429).",
                    "Lower plume.budget.calls-per-second, and ask again.");
        }
        if (outcome == Outcome.UNEXPECTED && Integer.valueOf(403).equals(status)) {
            return new OutcomeAdvice(
                    "The firewall blocks this account ID (403).", "Send the reason to Plume's support.");
        }
        return of(outcome);
    }

    /** Returns the advice for an outcome, whatever its status. */
    public static OutcomeAdvice of(Outcome outcome) {
        return switch (outcome) {
            case FOUND -> new OutcomeAdvice("Plume has a customer with this account ID.", "");
            case NO_MATCH ->
                new OutcomeAdvice(
                        "Plume has no customer with this account ID.",
                        "Check the ID. If the account is not provisioned yet, ask again when it is.");
            case MISMATCH ->
                new OutcomeAdvice(
                        "Plume found customers, but of other account IDs only.",
                        "Compare the ID with the one that Plume holds.");
            case UNAUTHORIZED ->
                new OutcomeAdvice(
                        "The API refused the credential for this account (401), and took it for others.",
                        "Ask Plume whether the account belongs to your partner ID, and check plume.auth.scope.");
            case FORBIDDEN ->
                new OutcomeAdvice(
                        "The API forbade this account (403), and no other one.",
                        "Ask Plume for access to the account, and check plume.api.partner-id.");
            case NOT_FOUND -> new OutcomeAdvice("The API does not know what was asked for (404).", "Check the ID.");
            case INVALID ->
                new OutcomeAdvice(
                        "The row or its ID cannot be used: the API refused it (422), or it was not sent at all.",
                        "Correct the row in the input.");
            case SERVER_ERROR ->
                new OutcomeAdvice(
                        "The API failed for this account at each try, and worked for others.", "Ask again later.");
            case UNREACHABLE ->
                new OutcomeAdvice(
                        "The API did not answer for this account at any try, and answered others.", "Ask again later.");
            case UNEXPECTED ->
                new OutcomeAdvice(
                        "The answer was not one of the API's usual ones.", "Send the reason to Plume's support.");
        };
    }
}
