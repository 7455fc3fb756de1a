package org.plumelookup.http;

import java.util.Locale;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpStatus;

/** Recognises what blocks every call, whatever its account ID: a proxy that refuses, or a refused certificate. */
final class Obstacle {
    private Obstacle() {}

    /** Throws if a proxy refused the call, so that the response is not the API's. */
    static void refuse(ClassicHttpResponse response, ExecChain.Scope scope) throws UnusableConnectionException {
        HttpRoute route = scope.route;
        if (route.getProxyHost() == null) {
            return;
        }
        // The context only has a response that came through the tunnel. Without a tunnel a proxy may name itself (RFC
        // 9209).
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
                ? "it requires a log-in, or refuses this one; check %s.proxyAuthUsername and proxyAuthPassword"
                : "it blocks calls to this host; ask its operator, or check %s.proxyHost";
        throw new UnusableConnectionException(String.format(
                Locale.ROOT,
                "the proxy %s returned %d for a call to %s: %s",
                route.getProxyHost().toHostString(),
                status,
                route.getTargetHost().toHostString(),
                String.format(Locale.ROOT, cure, component)));
    }

    /** Throws if a certificate was refused, by us or by the server. */
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
