package org.plumelookup.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Begins every name that one instance of the flow has in a context: keys, endpoints, routes, beans, threads.
 *
 * @param text {@code plume}, or {@code plume-} and more
 */
public record InstanceName(String text) {
    private static final Pattern RULE = Pattern.compile("plume(-[a-z0-9]+)*");
    private static final Pattern OF_KEY = Pattern.compile("^plume(-[a-z0-9]+)*\\.");
    private static final Pattern WORD = Pattern.compile("-(.)");

    /** What names begin with unless the host says otherwise. */
    public static final InstanceName PLUME = new InstanceName("plume");

    /** Checks the text. */
    public InstanceName {
        if (!RULE.matcher(text).matches()) {
            throw new ConfigurationException(String.format(
                    Locale.ROOT,
                    "%s is no prefix: it must be plume, or plume- and words of a-z and 0-9 such as plume-acme.",
                    text));
        }
    }

    /** Names a route, a thread or a check, for instance {@code plume-lookup}. */
    public String name(String rest) {
        return text + "-" + rest;
    }

    /** Names a direct endpoint, for instance {@code direct:plume-lookup}. */
    public String direct(String rest) {
        return "direct:" + name(rest);
    }

    /** Names a bean, for instance {@code plumeOutbox}. */
    public String bean(String rest) {
        return WORD.matcher(text).replaceAll(word -> word.group(1).toUpperCase(java.util.Locale.ROOT)) + rest;
    }

    /** Says which key of {@code config/application.properties} a key of any instance stands for. */
    public static String shipped(String key) {
        return OF_KEY.matcher(key).replaceFirst("plume.");
    }

    /** Says which key of this instance stands for one of {@code config/application.properties}; also within a text. */
    public String keys(String text) {
        return text.replace("plume.", this.text + ".");
    }
}
