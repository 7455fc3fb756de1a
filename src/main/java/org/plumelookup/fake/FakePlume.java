package org.plumelookup.fake;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * A fake of the Plume partner API: token endpoint, customer search, firewall and errors on demand. It listens from
 * construction to {@link #close()}, with daemon threads. {@link Scenario} lists the responses to a search. Thread-safe.
 */
public final class FakePlume implements AutoCloseable {
    static {
        // The server reads these once, when its first class is loaded: without them every response on a kept connection
        // can take 40 ms more, and idle connections beyond 200 are closed.
        setIfAbsent("sun.net.httpserver.nodelay", "true");
        setIfAbsent("sun.net.httpserver.maxIdleConnections", "1000");
    }

    private static final int BACKLOG = 1000;

    private final FakePlumeSettings settings;
    private final Counters counters;
    private final Firewall firewall;
    private final Tokens tokens;
    private final FakeApiHandler handler;
    private final ExecutorService workers = Executors.newCachedThreadPool(threads("fake-plume"));
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(threads("fake-plume-clock"));
    private final HttpServer server;
    private final String root;

    /**
     * Starts the server with the defaults, on any free port of the loopback address.
     *
     * @throws UncheckedIOException if it cannot listen
     */
    public FakePlume() {
        this(FakePlumeSettings.defaults());
    }

    /**
     * Starts the server.
     *
     * @throws UncheckedIOException if it cannot listen, for instance because the port is in use
     */
    public FakePlume(FakePlumeSettings settings) {
        this.settings = settings;
        counters = new Counters(settings.record());
        firewall = new Firewall(settings.windowCalls(), settings.window(), System::nanoTime);
        tokens = new Tokens(settings.tokenLife(), settings.fixedToken(), System::nanoTime);
        handler = new FakeApiHandler(
                settings, counters, firewall, tokens, new Control(this), new ResponseWriter(workers, clock));
        try {
            InetAddress address = InetAddress.getByName(settings.bindAddress());
            server = HttpServer.create(new InetSocketAddress(address, settings.port()), BACKLOG);
            root = "http://" + host(address) + ":" + server.getAddress().getPort();
        } catch (IOException e) {
            stopThreads();
            throw new UncheckedIOException(
                    "cannot listen on " + settings.bindAddress() + ":" + settings.port() + ": " + e.getMessage(), e);
        }
        server.createContext("/", handler);
        server.setExecutor(workers);
        server.start();
    }

    /** Returns the base URL of the API, with {@code /api} and without a trailing slash. */
    public String url() {
        return root + "/api";
    }

    /** Returns the URL of the token endpoint. */
    public String tokenUrl() {
        return root + Route.TOKEN_PATH;
    }

    /** Returns the base URL of the control paths, without a trailing slash. */
    public String controlUrl() {
        return root + "/fake";
    }

    /** Returns the {@code Basic} value that the token endpoint requires. */
    public String authorization() {
        return TokenHandler.authorization(settings);
    }

    /** Returns the partner of searches and log-ins. */
    public String partnerId() {
        return settings.partnerId();
    }

    /** Returns the ID of the n-th customer, from 0, that is generated for an account. */
    public static String customerId(String accountId, int number) {
        return Customers.id(accountId, number);
    }

    /** Issues a token without a log-in; it is valid for the usual life and not counted. */
    public String issueToken() {
        return tokens.issue();
    }

    /** Starts an outage for every request from now on; {@link Outage#NONE} ends it. */
    public void outage(Outage mode) {
        handler.outage(mode);
    }

    /** Expires all issued tokens at once; a fixed one stays valid. */
    public void expireTokens() {
        tokens.expireAll();
    }

    /** Makes the firewall refuse every request for a time from now; zero ends an earlier block. */
    public void block(Duration time) {
        firewall.block(time);
    }

    /**
     * Calls the listener for each request before the response, on the thread of the request; if it throws, the response
     * is a 500.
     *
     * @param listener must be thread-safe; null for none
     */
    public void onReceived(Consumer<Received> listener) {
        handler.listener(listener);
    }

    /** Returns the counters as they are now. */
    public Stats stats() {
        return counters.stats(firewall.peak());
    }

    /** Returns how often this account ID was searched for; 0 if calls are not recorded. */
    public long callsOf(String accountId) {
        return counters.callsOf(accountId);
    }

    /** Returns how often each account ID was searched for, a sorted copy; empty if calls are not recorded. */
    public Map<String, Long> callsPerAccount() {
        return counters.callsPerAccount();
    }

    /** Stops listening, closes all connections and drops pending responses. */
    @Override
    public void close() {
        server.stop(0);
        stopThreads();
    }

    private void stopThreads() {
        clock.shutdownNow();
        workers.shutdownNow();
    }

    private static String host(InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return "127.0.0.1";
        }
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }

    private static ThreadFactory threads(String name) {
        return job -> {
            Thread thread = new Thread(job, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
