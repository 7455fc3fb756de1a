package org.plumelookup.auth;

/**
 * Holds one value of the Authorization header.
 *
 * @param value the whole header value; a secret
 */
public record Credential(String value) {

    /** Hides the value, so that no log or exception text can show it. */
    @Override
    public String toString() {
        return "Credential[***]";
    }
}
