package org.plumelookup.lookup;

import org.plumelookup.auth.Authorization;
import org.plumelookup.http.Excerpt;

/** Words the reason of a failure for a support person; what comes from outside is cut and cleared of secrets. Thread-safe. */
final class Reason {
    private final Authorization authorization;

    Reason(Authorization authorization) {
        this.authorization = authorization;
    }

    /** Adds what the API says of its error; null where it says nothing. */
    String of(String text, ApiError error) {
        return error == null || error.message().isEmpty() ? text : text + " It says: " + safe(error.message());
    }

    /** Adds the beginning of a body that was not expected. */
    String of(String text, byte[] body) {
        return body == null || body.length == 0
                ? text + "; the body is empty."
                : text + "; the body begins: " + safe(CustomerPage.start(body));
    }

    /** Words an exception. */
    String of(Exception why) {
        return safe(why.getClass().getSimpleName() + ": " + why.getMessage());
    }

    private String safe(String text) {
        return Excerpt.of(authorization.redact(text));
    }
}
