package org.plumelookup.fake;

/**
 * The destination of a request.
 *
 * @param kind the part that handles it
 * @param partnerId decoded partner of the explicit path, or null
 * @param keyword decoded keyword of a search, or null
 */
record Route(Kind kind, String partnerId, String keyword) {
    static final String TOKEN_PATH = "/oauth2/fake/v1/token";

    private static final String SHORT = "/api/Partners/customers/search/";
    private static final String EXPLICIT = "/api/partners/";
    private static final String CUSTOMERS = "/customers/search/";

    /** The parts of the fake. */
    enum Kind {
        LOG_IN,
        SEARCH,
        UNKNOWN,
        /** A search whose path is not well-formed percent-encoding. */
        MALFORMED
    }

    /**
     * Finds the destination by method and raw path, in which an encoded slash in a keyword differs from a separator.
     */
    static Route of(String method, String rawPath) {
        if (method.equals("POST") && rawPath.equals(TOKEN_PATH)) {
            return new Route(Kind.LOG_IN, null, null);
        }
        if (!method.equals("GET")) {
            return unknown();
        }
        if (rawPath.startsWith(SHORT)) {
            return search(null, rawPath.substring(SHORT.length()));
        }
        int end = rawPath.indexOf('/', EXPLICIT.length());
        if (rawPath.startsWith(EXPLICIT) && end > 0 && rawPath.startsWith(CUSTOMERS, end)) {
            return search(rawPath.substring(EXPLICIT.length(), end), rawPath.substring(end + CUSTOMERS.length()));
        }
        return unknown();
    }

    private static Route search(String partner, String keyword) {
        if (keyword.isEmpty() || keyword.indexOf('/') >= 0) {
            return unknown();
        }
        try {
            return new Route(
                    Kind.SEARCH,
                    partner == null ? null : UrlDecoder.decodeSegment(partner),
                    UrlDecoder.decodeSegment(keyword));
        } catch (IllegalArgumentException e) {
            return new Route(Kind.MALFORMED, null, null);
        }
    }

    private static Route unknown() {
        return new Route(Kind.UNKNOWN, null, null);
    }
}
