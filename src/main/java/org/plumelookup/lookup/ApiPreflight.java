package org.plumelookup.lookup;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.plumelookup.auth.Authorization;
import org.plumelookup.auth.Credential;
import org.plumelookup.auth.RouteTokenEndpoint;
import org.plumelookup.http.CallSettings;
import org.plumelookup.http.HeaderAllowList;
import org.plumelookup.http.HttpCalls;
import org.plumelookup.http.UnusableConnectionException;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;

/**
 * Checks the settings with one log-in and one search for an account that does not exist, outside of the flow: without
 * retry, circuit breaker and rate limiter. Used by one thread.
 */
public final class ApiPreflight extends RouteBuilder {
    private static final String NOBODY = "plume-lookup-check";
    private static final HeaderAllowList HEADERS =
            new HeaderAllowList(Set.of("Authorization", "Accept", "User-Agent"), Set.of("date"));

    private final InstanceName prefix;
    private final String route;
    private final SearchSettings settings;
    private final SearchCall search;
    private final HttpCalls calls;
    private final ProducerTemplate template;
    private final Authorization authorization;
    private final Reason reason;
    private final String credentialKeys;
    private Credential credential;

    private ApiPreflight(CamelContext context, Settings keys) throws Exception {
        super(context);
        prefix = keys.prefix();
        route = prefix.name("preflight");
        settings = SearchSettings.from(keys);
        search = new SearchCall(settings);
        calls = new HttpCalls(context, new InstanceName(route), CallSettings.from(keys));
        template = context.createProducerTemplate();
        authorization = Authorization.from(keys, new RouteTokenEndpoint(template, keys, () -> {}));
        reason = new Reason(authorization);
        credentialKeys = prefix.keys(credentialKeys(keys));
    }

    private static String credentialKeys(Settings keys) {
        return keys.secretKey("plume.auth.token")
                .orElseGet(() -> keys.secretKey("plume.auth.authorization").orElseThrow() + " and plume.auth.scope");
    }

    /**
     * Adds and starts the route of the check in a context that has the flow; the flow's routes need not run.
     *
     * @param context the context
     * @param keys its settings
     */
    public static ApiPreflight in(CamelContext context, Settings keys) throws Exception {
        ApiPreflight preflight = new ApiPreflight(context, keys);
        context.addRoutes(preflight);
        context.getRouteController().startRoute(preflight.route);
        String logIn = preflight.prefix.name("log-in");
        if (context.getRoute(logIn) != null) {
            context.getRouteController().startRoute(logIn);
        }
        return preflight;
    }

    @Override
    public void configure() throws Exception {
        from(prefix.direct("preflight"))
                .routeId(route)
                .description("Makes one search for an account that does not exist, and describes the answer")
                .errorHandler(noErrorHandler())
                .doTry()
                .bean(this, "address")
                .to(calls.to(getContext(), "GET", settings.url(), HEADERS, () -> true))
                .setBody(method(this, "read"))
                .doCatch(IOException.class)
                .setBody(method(this, "unanswered"))
                .doFinally()
                .removeHeaders("*")
                .end();
    }

    /**
     * Holds the result of the search.
     *
     * @param ok whether the API answered as it does for a customer
     * @param text description of the answer; if it is wrong, with the key to check
     * @param serverTime the server's time; null if the answer has none
     */
    public record SearchResult(boolean ok, String text, Instant serverTime) {}

    /**
     * Logs in, if calls are authorised by a token of a log-in.
     *
     * @throws org.plumelookup.auth.LogInFailedException if no token is granted
     */
    public void logIn() {
        credential = authorization.credential();
    }

    /** Searches once, after a log-in. */
    public SearchResult search() {
        return template.requestBody(prefix.direct("preflight"), (Object) null, SearchResult.class);
    }

    /** Sets the headers of the call. */
    public void address(Exchange exchange) {
        search.ask(NOBODY, 0, exchange.getMessage());
        exchange.getMessage().setHeader("Authorization", credential.value());
    }

    /** Describes an answer. */
    public SearchResult read(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status, @Header("Date") String date, @Body byte[] body) {
        boolean api = ApiError.read(body) != null;
        if (status == 404 && api && settings.field() == SearchSettings.Field.LOCATION_ID) {
            return new SearchResult(true, "the API knows no such location, as expected", time(date));
        }
        if (status == 200) {
            try {
                return new SearchResult(
                        true,
                        String.format(
                                Locale.ROOT,
                                "the API answers (customers: %d)",
                                CustomerPage.read(body).customers().size()),
                        time(date));
            } catch (IOException e) {
                return new SearchResult(
                        false,
                        reason.of(CustomerPage.fault(e) + prefix.keys("; check plume.api.url"), body),
                        time(date));
            }
        }
        return new SearchResult(
                false,
                reason.of(
                        String.format(Locale.ROOT, "The API answered %d: %s", status, prefix.keys(advice(status, api))),
                        body),
                time(date));
    }

    private String advice(int status, boolean api) {
        return switch (status) {
            case 401 -> "it does not accept the credential; check " + credentialKeys;
            case 403 ->
                api
                        ? String.format(
                                Locale.ROOT,
                                "the credential has no permission to search here; check %s and plume.api.partner-id",
                                credentialKeys)
                        : "the firewall blocks after too many calls, or it is not the API; wait or check plume.api.url";
            case 404 ->
                "no search at this address; check plume.api.url (does it end with /api?) and plume.api.partner-id";
            case 422 -> "it refuses the search; check plume.search.field";
            case 429 -> "too many calls; check again later";
            default -> status >= 500 ? "server error; check again later" : "this is not the API; check plume.api.url";
        };
    }

    /** Describes why there was no answer. */
    public SearchResult unanswered(@ExchangeException Exception why) {
        if (why instanceof UnusableConnectionException) {
            return new SearchResult(false, why.getMessage(), null);
        }
        return new SearchResult(
                false,
                String.format(
                        Locale.ROOT,
                        prefix.keys("No answer from the API (%s); check plume.api.url, and the proxy if there is one"),
                        reason.of(why)),
                null);
    }

    private static Instant time(String date) {
        try {
            return date == null
                    ? null
                    : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
