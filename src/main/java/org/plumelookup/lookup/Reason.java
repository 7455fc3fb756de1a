package org.plumelookup.lookup;

import org.plumelookup.auth.Authorization;
import org.plumelookup.http.Excerpt;

/** Describes a failure for a support person; text from outside is cut, and secrets are removed. Thread-safe. */
final class Reason {
    private final Authorization authorization;

    Reason(Authorization authorization) {
        this.authorization = authorization;
    }

    /** Adds the message of the API's error, if there is one. */
    String of(String text, ApiError error) {
        return error == null || error.message().isEmpty() ? text : text + " It says: " + safe(error.message());
    }

    /** Adds the beginning of an unexpected body. */
    String of(String text, byte[] body) {
        return body == null || body.length == 0
                ? text + "; the body is empty."
                : text + "; the body begins: " + safe(CustomerPage.start(body));
    }

    /** Describes an exception. */
    String of(Exception why) {
        return safe(why.getClass().getSimpleName() + ": " + why.getMessage());
    }

    private String safe(String text) {
        return Excerpt.of(authorization.redact(text));
    }
}
