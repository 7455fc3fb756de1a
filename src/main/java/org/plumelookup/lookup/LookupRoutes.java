package org.plumelookup.lookup;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpEndpoint;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.auth.Authorization;
import org.plumelookup.auth.LogInFailedException;
import org.plumelookup.http.CallSettings;
import org.plumelookup.http.HeaderAllowList;
import org.plumelookup.http.HttpCalls;
import org.plumelookup.resilience.BudgetSettings;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.resilience.HoldSettings;
import org.plumelookup.resilience.RateLimiter;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;

/**
 * Routes an account ID to its outcome: checks the ID; calls the API, page by page, until there is an answer; splits the
 * outcome and sends each message to its channel.
 *
 * <p>A sender that waits for a reply gets a {@link LookupOutcome}; otherwise the channels get messages.
 */
public final class LookupRoutes extends RouteBuilder {
    private static final HeaderAllowList HEADERS =
            new HeaderAllowList(Set.of("Authorization", "Accept", "User-Agent"), Set.of("retry-after"));

    private final InstanceName prefix;
    private final OutcomeCounters counters = new OutcomeCounters();
    private final SingleFlight singleFlight;
    private final ChannelMessages messages = new ChannelMessages();
    private final Channels channels;
    private final int concurrency;
    private final SearchCall search;
    private final CallAdmission admission;
    private final ResponseHandler responses;
    private final HttpEndpoint api;

    /**
     * Creates the routes and reads their settings.
     *
     * @param context the context in which they run
     * @param keys the settings
     * @param calls creates the endpoint of the API
     * @param authorization returns the credential of each call
     * @param budget limits the rate of the calls
     * @param breaker of the API
     */
    public LookupRoutes(
            CamelContext context,
            Settings keys,
            HttpCalls calls,
            Authorization authorization,
            RateLimiter budget,
            CircuitBreaker breaker)
            throws Exception {
        super(context);
        prefix = keys.prefix();
        channels = new Channels(keys, messages);
        SearchSettings settings = SearchSettings.from(keys);
        concurrency = CallSettings.from(keys).connections();
        search = new SearchCall(settings);
        Canary canary = new Canary(HoldSettings.from(keys).canary());
        singleFlight = new SingleFlight(keys.time("plume.cache.ttl", Duration.ZERO));
        admission = new CallAdmission(breaker, budget, authorization, canary);
        responses = new ResponseHandler(
                settings, RetrySettings.from(keys), BudgetSettings.from(keys).window(), authorization, breaker, canary);
        api = calls.to(context, "GET", settings.url(), HEADERS, admission::acquireAgain);
    }

    /** Returns the counts of the outcomes. */
    public OutcomeCounters counters() {
        return counters;
    }

    /** Returns the counts of why calls were made. */
    public CallKinds kinds() {
        return admission.kinds();
    }

    @Override
    public void configure() {
        getContext().getRegistry().bind(prefix.bean("ChannelMessages"), messages);
        getContext().getTypeConverterRegistry().addTypeConverters(new OutcomeConverters());
        lookup();
        call();
        outcome();
    }

    // spotless:off: the indentation shows the nesting

    private void lookup() {
        ScheduledExecutorService retries = getContext()
                .getExecutorServiceManager()
                .newScheduledThreadPool(this, prefix.name("retries"), concurrency);
        from(prefix.direct("lookup"))
            .routeId(prefix.name("lookup"))
            .routeConfigurationId(prefix.text())
            .description("Turns an account ID into its outcome, as the reply or as messages on the channels")
            .streamCache(false) // a body is read once, up to the longest request
            .errorHandler(noErrorHandler())
            .setProperty(Lookup.PROPERTY).exchange(new RequestParser()::open)
            .removeHeaders("*")
            .process(channels::requireRoutes)
            .process(singleFlight::join)
            .doTry()
                .filter(admission::isDueAtOnce) // the first call, straight on this thread
                    .to(prefix.direct("call"))
                .end()
                .loopDoWhile(admission::isNeeded).breakOnShutdown()
                    .delay().exchange(admission::delay).executorService(retries)
                    .end()
                    .filter(admission::isDue)
                        .to(prefix.direct("call"))
                    .end()
                .end()
                .setBody().exchange(Lookup::outcomeOf)
            .endDoTry()
            .doFinally()
                .process(singleFlight::release)
            .end()
            .process(counters::add)
            .filter(messages::areWanted)
                .to(prefix.direct("outcome"))
            .end();
    }

    private void call() {
        from(prefix.direct("call"))
            .routeId(prefix.name("call"))
            .routeConfigurationId(prefix.text())
            .description("Makes one call when it is admitted, removes the Authorization header, and reads the answer")
            .streamCache(false) // the answer is read once
            .errorHandler(noErrorHandler())
            .doTry()
                .process(admission::acquire)
                .process(search::address)
                .setHeader("Authorization").exchange(admission::authorization)
                .to(api)
                .removeHeader("Authorization")
                .process(ResponseHandler::bytes)
                .choice()
                    .when(header(Exchange.HTTP_RESPONSE_CODE).isEqualTo(200))
                        .unmarshal(CustomerPage.format(), true)
                        .process(responses::page)
                    .otherwise()
                        .process(responses::error)
                .endChoice()
                .end()
            .endDoTry()
            .doCatch(IOException.class) // no answer, or not a page of customers
                .removeHeaders("*") // the credential too, before the failure is put into words
                .bean(responses, "unanswered")
            .doCatch(LogInFailedException.class)
                .removeHeaders("*") // nothing else to do: the breaker is open, and the loop calls again later
            .doFinally()
                .removeHeaders("*")
                .process(admission::release)
            .end();
    }

    private void outcome() {
        from(prefix.direct("outcome"))
            .routeId(prefix.name("outcome"))
            .routeConfigurationId(prefix.text())
            .description("Splits an outcome into messages and sends each to its channel")
            .errorHandler(noErrorHandler())
            .setProperty(ChannelMessages.SOURCE).exchange(messages::source)
            .doTry()
                .split().exchange(messages::split).stopOnException()
                    .to(prefix.direct("send"))
                .end()
            .endDoTry()
            .doCatch(Exception.class)
                .process(Channels::rethrow)
            .end();

        from(prefix.direct("send"))
            .routeId(prefix.name("send"))
            .routeConfigurationId(prefix.text())
            .description("Sends a message to the channel of its outcome; stores it if rejected and a key is set")
            .errorHandler(noErrorHandler())
            .doTry()
                .choice()
                    .when(header(ChannelMessages.OUTCOME).isEqualTo(Outcome.FOUND.text()))
                        .to(prefix.direct("success"))
                    .otherwise()
                        .to(prefix.direct("error"))
                .endChoice()
                .end()
            .endDoTry()
            .doCatch(Exception.class)
                .process(channels::storeRejected)
            .end();
    }

    // spotless:on
}
