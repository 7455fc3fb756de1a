package org.plumelookup.auth;

import java.time.Duration;
import java.util.Optional;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.Settings;

/** Provides the Authorization header of a call. Implementations are thread-safe. */
public interface Authorization {

    /**
     * Returns a credential that is valid now; may block during a log-in.
     *
     * @throws LogInFailedException if there is none and a log-in fails
     */
    Credential credential();

    /**
     * Renews the credential because the API returned 401. A token that was issued after a 401 a moment ago is not
     * renewed: the retry is made with it.
     *
     * @param refused the credential that was refused
     * @return whether to retry the call once with a fresh credential; false if there is only one
     * @throws LogInFailedException if a new credential is needed and the log-in fails
     */
    boolean renew(Credential refused);

    /**
     * Returns whether calls use another credential by now, so that a refusal of this one has no meaning.
     *
     * @param given the credential of a call
     */
    boolean isReplaced(Credential given);

    /**
     * Records that the API accepted a credential.
     *
     * @param accepted the credential of that call
     */
    void accepted(Credential accepted);

    /**
     * Records that the API returned 401 again after {@link #renew}.
     *
     * @param refused the credential of that call
     */
    void refused(Credential refused);

    /**
     * Records that the API refused a canary, too.
     *
     * @return whether the credential was accepted before and has been refused with 401 since, so that it was most
     *     likely revoked early; then it is dropped and the next call uses a new one
     */
    boolean revoked();

    /**
     * Hides every known secret in a text from outside.
     *
     * @param text any text
     * @return the text with {@code ***} for each secret
     */
    String redact(String text);

    /** Returns whether calls wait for a log-in now. */
    default boolean isLoggingIn() {
        return false;
    }

    /** Returns how often it has logged in, and how old its token is. */
    default LogInCounts logIns() {
        return LogInCounts.NO_LOG_IN;
    }

    /**
     * Creates the authorization that {@code plume.auth.*} configures.
     *
     * @param keys the settings
     * @param tokenEndpoint requests a token; used only if {@code plume.auth.token-url} is set
     * @throws ConfigurationException if both ways are configured, or neither
     */
    static Authorization from(Settings keys, TokenEndpoint tokenEndpoint) {
        Optional<String> fixed = keys.secretKey("plume.auth.token");
        boolean logIn = keys.text("plume.auth.token-url").isPresent();
        if (fixed.isPresent() && logIn) {
            throw new ConfigurationException(
                    keys.asWritten(fixed.get()),
                    keys.asWritten(fixed.get()
                            + " and plume.auth.token-url are both set: only one way to authorise can be used. Remove"
                            + " one of them."));
        }
        if (fixed.isPresent()) {
            return new FixedAuthorization(keys);
        }
        if (logIn) {
            return new ClientCredentials(
                    tokenEndpoint, keys.time("plume.auth.renew-before", Duration.ZERO), System::nanoTime);
        }
        throw new ConfigurationException(
                "plume.auth.token",
                keys.asWritten("No way to authorise: set plume.auth.token to a fixed value of the Authorization"
                        + " header, or plume.auth.token-url and plume.auth.authorization to log in."));
    }
}
