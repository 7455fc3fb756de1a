package org.plumelookup.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.plumelookup.settings.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uses the proxy of the environment ({@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY},
 * in capitals or not), unless {@code camel.component.https.proxyHost} (or its counterpart for http) is set. Calls to
 * this machine never use that proxy, as in the JDK.
 */
final class EnvironmentProxy {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentProxy.class);
    private static final List<String> THIS_MACHINE = List.of("localhost", "*.localhost", "127.*", "[::1]", "::1");

    private final Map<String, String> environment;

    EnvironmentProxy(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Sets the proxy, if there is one, for the HTTP components without one.
     *
     * @throws ConfigurationException if it is not an HTTP proxy
     */
    void use(CamelContext context) {
        for (String scheme : List.of("http", "https")) {
            HttpComponent http = context.getComponent(scheme, HttpComponent.class);
            Stream.of(scheme + "_proxy", "all_proxy")
                    .flatMap(name -> Stream.of(name, name.toUpperCase(Locale.ROOT)))
                    .filter(name -> !environment.getOrDefault(name, "").isBlank())
                    .findFirst()
                    .filter(name -> http.getProxyHost() == null)
                    .ifPresent(name -> use(name, scheme, http));
        }
    }

    private void use(String name, String scheme, HttpComponent http) {
        URI proxy = uri(name, environment.get(name).trim(), scheme);
        List<String> direct = new ArrayList<>(THIS_MACHINE);
        for (String host : environment
                .getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""))
                .trim()
                .split("[,\\s]+")) {
            if (!host.isEmpty()) {
                direct.addAll(hosts(host));
            }
        }
        http.setProxyHost(proxy.getHost());
        http.setProxyPort(proxy.getPort());
        http.setProxyAuthScheme(proxy.getScheme());
        http.setNonProxyHosts(String.join(",", direct));
        String logIn = proxy.getRawUserInfo();
        if (logIn != null) {
            int colon = logIn.indexOf(':');
            http.setProxyAuthUsername(decoded(colon < 0 ? logIn : logIn.substring(0, colon)));
            http.setProxyAuthPassword(colon < 0 ? "" : decoded(logIn.substring(colon + 1)));
        }
        LOG.info(
                "{} calls use the proxy {}:{} of {}, except calls to {}",
                scheme,
                proxy.getHost(),
                proxy.getPort(),
                name,
                direct);
    }

    private static URI uri(String name, String value, String scheme) {
        try {
            URI uri = new URI(value.contains("://") ? value : "http://" + value);
            boolean usable = List.of("http", "https").contains(uri.getScheme()) && uri.getHost() != null;
            if (usable && uri.getPort() > 0) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // refused below, with the rule
        }
        throw new ConfigurationException(
                name,
                String.format(
                        Locale.ROOT,
                        "%s = %s: must be http://HOST:PORT, https://HOST:PORT, or one of them with USER:PASSWORD@"
                                + " before the host. Change %s in the environment, or set camel.component.%s.proxyHost"
                                + " and proxyPort in config/application.properties.",
                        name,
                        value.contains("@") ? "(not shown)" : value,
                        name,
                        scheme));
    }

    /** Returns Camel's patterns for an entry of NO_PROXY, which means a host and its subdomains. */
    private static List<String> hosts(String entry) {
        String host = entry.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
        if (host.contains("/")) {
            LOG.warn("NO_PROXY: {} is an address range, which is not supported: list the hosts instead", entry);
            return List.of();
        }
        return host.isEmpty() || host.equals("*") ? List.of(host) : List.of(host, "*." + host);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
