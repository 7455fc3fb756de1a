package org.plumelookup.observe.status;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** The header Authorization of HTTP Basic, with any user name. */
public final class BasicAuthentication {
    private static final String SCHEME = "Basic ";

    private BasicAuthentication() {}

    /** Returns the header for a password. */
    public static String header(String password) {
        byte[] credentials = ("plume-lookup:" + password).getBytes(StandardCharsets.UTF_8);
        return SCHEME + Base64.getEncoder().encodeToString(credentials);
    }

    /**
     * Returns whether a header has the password, in a time that does not depend on where they differ.
     *
     * @param header null if there is none
     */
    static boolean hasPassword(String header, String password) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] credentials;
        try {
            credentials =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
        } catch (IllegalArgumentException e) {
            return false;
        }
        String text = new String(credentials, StandardCharsets.UTF_8);
        byte[] given = text.substring(text.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, password.getBytes(StandardCharsets.UTF_8));
    }
}
