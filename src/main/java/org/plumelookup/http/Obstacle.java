package org.plumelookup.http;

import java.util.Locale;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpStatus;

/** Recognises what lets no call through, whatever it asks for: a proxy that refuses, or a certificate that is refused. */
final class Obstacle {
    private Obstacle() {}

    /** Throws if it was a proxy that answered, and not whom the call was for. */
    static void refuse(ClassicHttpResponse response, ExecChain.Scope scope) throws UnusableConnectionException {
        HttpRoute route = scope.route;
        if (route.getProxyHost() == null) {
            return;
        }
        // Only what comes out of a tunnel gets into the context. Without one a proxy may name itself (RFC 9209).
        boolean refused = route.isTunnelled()
                ? scope.clientContext.getResponse() == null
                : response.containsHeader("Proxy-Status") && response.getCode() >= HttpStatus.SC_CLIENT_ERROR
                        || response.containsHeader("X-Squid-Error");
        int status = response.getCode();
        if (!refused && status != HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED) {
            return;
        }
        String component = "camel.component." + route.getTargetHost().getSchemeName();
        String cure = status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED
                ? "it wants a log-in, or refuses this one; check %s.proxyAuthUsername and proxyAuthPassword"
                : "it lets no call through to there; ask who runs it, or check %s.proxyHost";
        throw new UnusableConnectionException(String.format(
                Locale.ROOT,
                "the proxy %s answered %d to a call for %s: %s",
                route.getProxyHost().toHostString(),
                status,
                route.getTargetHost().toHostString(),
                String.format(Locale.ROOT, cure, component)));
    }

    /** Throws if a certificate was refused, by us or by the other side. */
    static void refuse(Exception why, HttpRoute route) throws UnusableConnectionException {
        String fault = CertificateFault.of(why);
        if (fault != null) {
            throw new UnusableConnectionException(String.format(
                    Locale.ROOT,
                    "no secure connection to %s: %s",
                    route.getTargetHost().toHostString(),
                    fault));
        }
    }
}
