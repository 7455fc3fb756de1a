package org.plumelookup.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The prefix of every name that one instance of the flow has in a context: keys, endpoints, routes, beans, threads.
 *
 * @param text {@code plume}, or {@code plume-} and more
 */
public record InstanceName(String text) {
    private static final Pattern RULE = Pattern.compile("plume(-[a-z0-9]+)*");
    private static final Pattern OF_KEY = Pattern.compile("^plume(-[a-z0-9]+)*\\.");
    private static final Pattern WORD = Pattern.compile("-(.)");

    /** The prefix if the host sets no other one. */
    public static final InstanceName PLUME = new InstanceName("plume");

    /** Checks the text. */
    public InstanceName {
        if (!RULE.matcher(text).matches()) {
            throw new ConfigurationException(String.format(
                    Locale.ROOT,
                    "%s is not a valid prefix: it must be plume, or plume- and words of a-z and 0-9: plume-acme.",
                    text));
        }
    }

    /** Returns the name of a route, a thread or a check, for instance {@code plume-lookup}. */
    public String name(String rest) {
        return text + "-" + rest;
    }

    /** Returns the URI of a direct endpoint, for instance {@code direct:plume-lookup}. */
    public String direct(String rest) {
        return "direct:" + name(rest);
    }

    /** Returns the name of a bean, for instance {@code plumeOutbox}. */
    public String bean(String rest) {
        return WORD.matcher(text).replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT)) + rest;
    }

    /** Returns the key of {@code config/application.properties} for a key of any instance. */
    public static String shipped(String key) {
        return OF_KEY.matcher(key).replaceFirst("plume.");
    }

    /** Replaces the keys of {@code config/application.properties} in a text by the keys of this instance. */
    public String keys(String text) {
        return text.replace("plume.", this.text + ".");
    }
}
