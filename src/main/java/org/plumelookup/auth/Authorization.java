package org.plumelookup.auth;

import java.time.Duration;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.Settings;

/** Gives the Authorization header of a call. Implementations are thread-safe. */
public interface Authorization {

    /**
     * Gives a credential that is valid now; may block while a log-in is under way.
     *
     * @throws LogInFailedException if there is none and none can be had now
     */
    Credential credential();

    /**
     * Takes note that the API answered 401.
     *
     * @param refused the credential that was refused
     * @return whether another try, with another credential, makes sense
     * @throws LogInFailedException if a new credential is needed and cannot be had now
     */
    boolean renew(Credential refused);

    /**
     * Returns whether calls leave with another credential by now, so that a refusal of this one says nothing.
     *
     * @param given the credential of a call
     */
    boolean isReplaced(Credential given);

    /**
     * Takes note that the API gave a good answer to a credential.
     *
     * @param accepted the credential of that call
     */
    void accepted(Credential accepted);

    /**
     * Takes note that the API answered 401 once more after {@link #renew}.
     *
     * @param refused the credential of that call
     */
    void refused(Credential refused);

    /**
     * Takes note that account after account is refused.
     *
     * @return whether the credential was accepted before and is answered 401 since, so that it was most likely revoked
     *     early; then it is given up, and the next call has another
     */
    boolean revoked();

    /**
     * Hides every secret known here in a text that came from outside.
     *
     * @param text any text
     * @return the text with {@code ***} for each secret
     */
    String redact(String text);

    /**
     * Chooses how to authorise by {@code plume.auth.*}.
     *
     * @param keys the settings
     * @param tokenEndpoint asks for a token; used only where {@code plume.auth.token-url} is set
     * @throws ConfigurationException if both ways are set, or none
     */
    static Authorization from(Settings keys, TokenEndpoint tokenEndpoint) {
        boolean fixed = keys.text("plume.auth.token").isPresent();
        boolean logIn = keys.text("plume.auth.token-url").isPresent();
        if (fixed && logIn) {
            throw new ConfigurationException(
                    "plume.auth.token",
                    keys.asWritten("plume.auth.token and plume.auth.token-url are both set: only one way to"
                            + " authorise can be used. Remove one of them."));
        }
        if (fixed) {
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
