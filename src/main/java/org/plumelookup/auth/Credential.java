package org.plumelookup.auth;

/**
 * One value of the Authorization header.
 *
 * @param value the whole header value; a secret
 */
public record Credential(String value) {

    /** Hides the value, so that no log line or exception message shows it. */
    @Override
    public String toString() {
        return "Credential[***]";
    }
}
