package org.plumelookup.config;

/** Tells that a setting cannot be used; the message names the value, the rule and the key to change. */
public final class ConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message value, rule and key, for the person who set it
     */
    public ConfigurationException(String message) {
        super(message);
    }
}
