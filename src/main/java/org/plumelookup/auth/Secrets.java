package org.plumelookup.auth;

/** Hides secrets in text from outside. */
final class Secrets {
    private Secrets() {}

    /**
     * Replaces a header value, and the part of it after its scheme, by {@code ***}.
     *
     * @param text any text
     * @param headerValue a secret such as {@code Bearer abc}
     */
    static String hide(String text, String headerValue) {
        String bare = headerValue.substring(headerValue.indexOf(' ') + 1).trim();
        String hidden = text.replace(headerValue, "***");
        return bare.length() < 4 ? hidden : hidden.replace(bare, "***");
    }
}
