package org.plumelookup.config;

/** Tells that a setting cannot be used; the message names the value, the rule and the key to change. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message value, rule and key, for the person who set it
     */
    public ConfigurationException(String message) {
        super(message);
    }

    static ConfigurationException of(String key, String value, String rule) {
        return new ConfigurationException(
                "%s = %s: %s. Change %s in config/application.properties or in the environment (%s)."
                        .formatted(
                                key,
                                value,
                                rule,
                                key,
                                key.toUpperCase(java.util.Locale.ROOT)
                                        .replace('.', '_')
                                        .replace('-', '_')));
    }
}
