package org.plumelookup.app;

import org.apache.camel.CamelContext;

/**
 * The version of Camel that runs, and what is known of it.
 *
 * @param number for instance {@code 4.22.0}
 */
public record CamelVersion(String number) {
    private static final String HOLES_OF_4_22_0 = """
            Later patches of the 4.22 line close holes of 4.22.0: use the newest. Three of camel-http cannot reach the calls \
            of this program: CVE-2026-78164 (placeholders in the header CamelHttpUri), because no header of a message reaches \
            a call; CVE-2026-85251 (credentials sent on by a redirect to another host), because no redirect is followed; \
            CVE-2026-85317 (cache of OAuth tokens), because Camel's OAuth is not used. They can reach calls of your own \
            routes. CVE-2026-79983 (names in the listing of a server leave the folder) can reach a route that fetches files \
            by camel-ftp: give it an include that refuses slashes and backslashes.""";

    /** Returns the version of a context. */
    public static CamelVersion of(CamelContext context) {
        return new CamelVersion(context.getVersion());
    }

    /** Returns the version in words, with the reason to use another patch if there is one. */
    public String text() {
        String name = "Apache Camel " + number;
        return number.equals("4.22.0") ? name + ". " + HOLES_OF_4_22_0 : name;
    }
}
