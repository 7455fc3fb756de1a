package org.plumelookup.auth;

import java.time.Duration;

/** Requests an access token of the OAuth 2.0 token endpoint by client credentials (RFC 6749, section 4.4). */
public interface TokenEndpoint {

    /**
     * The token that was granted.
     *
     * @param accessToken the token; a secret
     * @param life how long it is valid from now
     */
    record Grant(String accessToken, Duration life) {

        /** Hides the token. */
        @Override
        public String toString() {
            return "Grant[***, " + life + "]";
        }
    }

    /**
     * Logs in once, without a retry; twice if the credential was refused and its file has another one by now.
     *
     * @throws LogInFailedException if no token was granted
     */
    Grant logIn();
}
