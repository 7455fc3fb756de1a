package org.plumelookup.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Handles a request: firewall, outage, then log-in or search. Thread-safe. */
final class FakeApiHandler implements HttpHandler {
    private final FakePlumeSettings settings;
    private final Counters counters;
    private final Firewall firewall;
    private final Tokens tokens;
    private final TokenHandler logIn;
    private final Control control;
    private final ResponseWriter writer;
    private final Attempts attempts = new Attempts();
    private volatile Outage outage = Outage.NONE;
    private volatile Consumer<Received> listener;

    FakeApiHandler(
            FakePlumeSettings settings,
            Counters counters,
            Firewall firewall,
            Tokens tokens,
            Control control,
            ResponseWriter writer) {
        this.settings = settings;
        this.counters = counters;
        this.firewall = firewall;
        this.tokens = tokens;
        this.logIn = new TokenHandler(settings, tokens, counters);
        this.control = control;
        this.writer = writer;
    }

    void outage(Outage mode) {
        outage = mode;
    }

    void listener(Consumer<Received> hook) {
        listener = hook;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            URI uri = exchange.getRequestURI();
            if (uri.getRawPath().startsWith(Control.ROOT)) {
                writer.send(exchange, control.answer(exchange.getRequestMethod(), uri.getRawPath(), uri.getRawQuery()));
            } else {
                Outage now = outage;
                Duration delay = now == Outage.SLOW ? settings.slowAnswer() : settings.delay();
                writer.send(exchange, call(exchange, now).after(delay));
            }
        } catch (RuntimeException | Error e) {
            writer.fail(exchange, e);
        }
    }

    private Reply call(HttpExchange exchange, Outage now) throws IOException {
        Route route =
                Route.of(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
        counters.received(route);
        Consumer<Received> hook = listener;
        if (hook != null) {
            hook.accept(received(exchange, route));
        }
        if (!firewall.admits()) {
            counters.refused();
            return Reply.wall();
        }
        Optional<Reply> fault = now.reply(route.kind() == Route.Kind.LOG_IN);
        if (fault.isPresent()) {
            return fault.get();
        }
        return switch (route.kind()) {
            case LOG_IN -> logIn.answer(exchange);
            case SEARCH -> search(exchange, route);
            case MALFORMED -> Reply.error(400, "The path is not well-formed percent-encoded UTF-8");
            case UNKNOWN -> Reply.error(404, "There is no such method");
        };
    }

    private Reply search(HttpExchange exchange, Route route) {
        if (!tokens.accepts(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return Reply.error(401, "Authorization Required");
        }
        if (route.partnerId() != null && !route.partnerId().equals(settings.partnerId())) {
            return Reply.error(403, "Access Denied");
        }
        Search search;
        try {
            search = Search.of(
                    route.keyword(),
                    UrlDecoder.decodeForm(exchange.getRequestURI().getRawQuery()));
        } catch (IllegalArgumentException e) {
            return Reply.error(422, e.getMessage());
        }
        return Scenario.answer(search, attempts);
    }

    private static Received received(HttpExchange exchange, Route route) {
        Map<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
        URI uri = exchange.getRequestURI();
        return new Received(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                uri.getRawQuery(),
                Collections.unmodifiableMap(headers),
                route.keyword());
    }
}
