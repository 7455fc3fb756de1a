package org.plumelookup.observe;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.NonManagedService;
import org.apache.camel.support.service.ServiceSupport;
import org.plumelookup.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves health and metrics by HTTP to anybody, and a site to whom it admits. Binds its port at once, so that a start can be refused before anything has begun.
 *
 * <p>As a service it stops when the routes have stopped, so that it shows how a stop goes.
 */
public final class ObserveServer extends ServiceSupport implements NonManagedService {
    private static final Logger LOG = LoggerFactory.getLogger(ObserveServer.class);
    /** How many ports are tried, from the default one on. */
    public static final int PORTS_TO_TRY = 100;

    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(10);
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private final HttpServer server;
    private final RequestThreads threads;
    private final Map<String, Page> pages;
    private final Site site;

    ObserveServer(HttpServer server, Map<String, Page> pages, Site site, Duration longestRequest) {
        this.server = server;
        this.pages = pages;
        this.site = site;
        threads = new RequestThreads(longestRequest);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * Opens it.
     *
     * @param settings where
     * @param keys word what is wrong
     * @param portIsSet whether the port is the user's wish; if not, and it is taken, the next free one is used
     * @param health shows the health
     * @param metrics shows the metrics
     * @param site answers for the other paths
     * @throws org.plumelookup.settings.ConfigurationException if the port cannot be used
     */
    public static ObserveServer open(
            ObserveSettings settings,
            Settings keys,
            boolean portIsSet,
            HealthReport health,
            MetricsPage metrics,
            Site site)
            throws IOException {
        Map<String, Page> pages = Map.of(
                "/observe/health", health::all,
                "/observe/health/live", health::live,
                "/observe/health/ready", health::ready,
                "/observe/metrics", metrics);
        ObserveServer server =
                new ObserveServer(bind(settings, keys, portIsSet ? 1 : PORTS_TO_TRY), pages, site, LONGEST_REQUEST);
        if (server.port() != settings.port()) {
            LOG.warn(
                    "Port {} is taken, so health and metrics have another one. Set {} to have always the same.",
                    settings.port(),
                    ObserveSettings.PORT);
        }
        LOG.info("Health and metrics: {}", server.url());
        return server;
    }

    private static HttpServer bind(ObserveSettings settings, Settings keys, int tries) throws IOException {
        int last = Math.min(settings.port() + tries - 1, 65535);
        BindException failure = null;
        for (int port = settings.port(); port <= last; port++) {
            try {
                return HttpServer.create(new InetSocketAddress(settings.address(), port), 0);
            } catch (BindException e) {
                failure = e;
            }
        }
        throw keys.broken(
                ObserveSettings.PORT,
                String.valueOf(settings.port()),
                String.format(
                        Locale.ROOT,
                        "must be a free port of %s, or 0 for no health and metrics by HTTP (%s%s)",
                        settings.address().getHostAddress(),
                        failure.getMessage(),
                        tries == 1 ? "" : ", also for those up to " + last));
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Returns what the URLs of health and metrics begin with. */
    public String url() {
        return root() + "observe";
    }

    /** Returns the URL of the site. */
    public String root() {
        InetAddress address = server.getAddress().getAddress();
        String host = address.getHostAddress();
        return String.format(
                Locale.ROOT, "http://%s:%d/", address instanceof Inet6Address ? "[" + host + "]" : host, port());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (METHODS.contains(exchange.getRequestMethod())) {
                answer(exchange, content(exchange));
            } else {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                answer(exchange, Page.Content.of(405, "text/plain", "Only GET and HEAD are answered.\n"));
            }
        }
    }

    private Page.Content content(HttpExchange exchange) {
        String path = String.valueOf(exchange.getRequestURI().getPath());
        Headers headers = exchange.getRequestHeaders();
        try {
            Page page = pages.get(path);
            Page.Content content = page == null
                    ? site.answer(path, headers.getFirst("Host"), headers.getFirst("Authorization"))
                    : page.content();
            return content == null ? Page.Content.of(404, "text/plain", "There is nothing here.\n") : content;
        } catch (RuntimeException e) {
            LOG.warn("A page of health and metrics cannot be made.", e);
            return Page.Content.of(500, "text/plain", "This cannot be told now; the log says why.\n");
        }
    }

    private static void answer(HttpExchange exchange, Page.Content content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", content.type());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        content.headers().forEach(exchange.getResponseHeaders()::set);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(content.status(), head ? -1 : content.body().length);
        if (!head) {
            exchange.getResponseBody().write(content.body());
        }
    }

    @Override
    protected void doStop() {
        server.stop(0);
        threads.close();
    }
}
