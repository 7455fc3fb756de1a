package org.plumelookup.lookup;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Checks which account IDs can be searched for, and encodes them for a URL. */
final class AccountId {
    /** Most characters (Unicode code points) of an ID. */
    static final int LONGEST = 1000;

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private AccountId() {}

    /**
     * Returns why an ID cannot be searched for, as a sentence for a support person; null if it can.
     *
     * <p>{@code null} is the API's only illegal keyword. Encoding does not protect a segment of one or two dots, or a
     * control character: any hop may resolve or reject it (RFC 3986, section 6.2.2).
     */
    static String problem(String id) {
        if (id == null || id.isBlank()) {
            return "There is no account ID in this row.";
        }
        if (id.equals("null")) {
            return "The account ID is the word null, which the API refuses. The export from the CRM is probably wrong.";
        }
        if (id.equals(".") || id.equals("..")) {
            return "The account ID is only dots, which cannot be part of a URL.";
        }
        if (id.codePointCount(0, id.length()) > LONGEST) {
            return String.format(Locale.ROOT, "The account ID is longer than %d characters.", LONGEST);
        }
        if (id.chars().anyMatch(Character::isISOControl)) {
            return "The account ID contains a control character, such as a tab.";
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
            return "The account ID contains half a character (an unpaired surrogate).";
        }
        return null;
    }

    /**
     * Percent-encodes all but the unreserved characters (RFC 3986, section 2.3), so that any ID is one path segment.
     */
    static String encode(String id) {
        StringBuilder path = new StringBuilder(id.length() + 16);
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && UNRESERVED.indexOf(b) >= 0) {
                path.append((char) b);
            } else {
                path.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
            }
        }
        return path.toString();
    }
}
