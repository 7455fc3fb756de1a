package org.plumelookup.auth;

import java.time.Duration;

/** Asks the OAuth 2.0 token endpoint for an access token by client credentials (RFC 6749, section 4.4). */
public interface TokenEndpoint {

    /**
     * Holds what the token endpoint granted.
     *
     * @param accessToken the token; a secret
     * @param life how long it is still valid
     */
    record Grant(String accessToken, Duration life) {

        /** Hides the token. */
        @Override
        public String toString() {
            return "Grant[***, " + life + "]";
        }
    }

    /**
     * Logs in once, with no retry.
     *
     * @throws LogInFailedException if no token was granted
     */
    Grant logIn();
}
