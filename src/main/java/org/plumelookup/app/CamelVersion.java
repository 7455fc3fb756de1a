package org.plumelookup.app;

import org.apache.camel.CamelContext;

/**
 * The version of Camel, and its known vulnerabilities.
 *
 * @param number for instance {@code 4.22.0}
 */
public record CamelVersion(String number) {
    private static final String ADVICE_FOR_4_22_0 = """
            Later patches of 4.22 fix vulnerabilities of 4.22.0: use the newest. Three of camel-http do not affect the \
            calls of this program: CVE-2026-78164 (placeholders in the header CamelHttpUri), because no message header \
            is used in a call; CVE-2026-85251 (credentials sent on by a redirect to another host), because redirects \
            are not followed; CVE-2026-85317 (cache of OAuth tokens), because Camel's OAuth is not used. They can \
            affect calls of your own routes. CVE-2026-79983 (names in the listing of a server leave the folder) can \
            affect a route that fetches files by camel-ftp: give it an include that excludes slashes and backslashes.\
            """;

    /** Returns the version of a context. */
    public static CamelVersion of(CamelContext context) {
        return new CamelVersion(context.getVersion());
    }

    /** Returns the version as text, with the reason to use another patch if there is one. */
    public String text() {
        String name = "Apache Camel " + number;
        return number.equals("4.22.0") ? name + ". " + ADVICE_FOR_4_22_0 : name;
    }
}
