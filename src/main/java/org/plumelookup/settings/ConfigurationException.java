package org.plumelookup.settings;

/** Thrown if a setting cannot be used; the message names the value, the rule and the key to change. */
public final class ConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * Creates the exception.
     *
     * @param message value, rule and key, for the person who set it
     */
    public ConfigurationException(String message) {
        this(null, message);
    }

    /**
     * Creates the exception for a value that cannot be used.
     *
     * @param key the key to change
     * @param message value, rule and key, for the person who set it
     */
    public ConfigurationException(String key, String message) {
        super(message);
        this.key = key;
    }

    /** Returns the key to change; null if the problem is not the value of a key. */
    public String key() {
        return key;
    }
}
