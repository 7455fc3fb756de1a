package org.plumelookup.fake;

import java.util.Optional;

/** The outages that affect every request, whatever its account ID, until they are switched off. */
public enum Outage {
    NONE("no outage"),
    REFUSE_5XX("503 for everything"),
    RESET("connections are closed without a response"),
    GARBAGE("200 with a body that is not JSON, for everything"),
    SLOW("every response comes a minute later"),
    ALL_401("401 for every search, log-ins work"),
    ALL_403("403 in the API's JSON for every search, log-ins work"),
    TOKEN_DOWN("500 for every log-in, searches work"),
    TOKEN_INVALID("invalid_client for every log-in, searches work");

    private final String meaning;

    Outage(String meaning) {
        this.meaning = meaning;
    }

    /** Returns what happens, in one line. */
    public String meaning() {
        return meaning;
    }

    /** Returns the response during the outage, or empty for the usual response. */
    Optional<Reply> reply(boolean logIn) {
        return Optional.ofNullable(
                switch (this) {
                    case REFUSE_5XX -> Reply.error(503, "Outage");
                    case RESET -> Reply.reset();
                    case GARBAGE -> Reply.json(200, "\u0001%%% this is no JSON ]}");
                    case ALL_401 -> logIn ? null : Reply.error(401, "Authorization Required");
                    case ALL_403 -> logIn ? null : Reply.error(403, "Access Denied");
                    case TOKEN_DOWN -> logIn ? Reply.error(500, "Outage") : null;
                    case TOKEN_INVALID -> logIn ? TokenHandler.refusal(401, "invalid_client", "Outage") : null;
                    case NONE, SLOW -> null;
                });
    }
}
