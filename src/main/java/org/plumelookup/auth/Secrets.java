package org.plumelookup.auth;

/** Hides secrets in text from outside. */
final class Secrets {
    private static final int SHORTEST_CUT = 8; // characters of a cut secret that are worth hiding

    private Secrets() {}

    /**
     * Replaces a header value, and the part of it after its scheme, by {@code ***}; also at the end of a text that was
     * cut in the middle of the secret.
     *
     * @param text any text
     * @param headerValue a secret such as {@code Bearer abc}
     */
    static String hide(String text, String headerValue) {
        String bare = headerValue.substring(headerValue.indexOf(' ') + 1).trim();
        String hidden = text.replace(headerValue, "***");
        return bare.length() < 4 ? hidden : hideEnd(hidden.replace(bare, "***"), bare);
    }

    private static String hideEnd(String text, String secret) {
        for (int length = Math.min(text.length(), secret.length() - 1); length >= SHORTEST_CUT; length--) {
            if (text.regionMatches(text.length() - length, secret, 0, length)) {
                return text.substring(0, text.length() - length) + "***";
            }
        }
        return text;
    }
}
