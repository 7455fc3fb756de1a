package org.plumelookup;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.plumelookup.auth.Authorization;
import org.plumelookup.auth.LogInRoute;
import org.plumelookup.auth.RouteTokenEndpoint;
import org.plumelookup.batch.BatchRoutes;
import org.plumelookup.batch.inbox.InboxRoutes;
import org.plumelookup.http.CallSettings;
import org.plumelookup.http.HttpCalls;
import org.plumelookup.lookup.HoldPolicy;
import org.plumelookup.lookup.LookupRoutes;
import org.plumelookup.observe.Activity;
import org.plumelookup.observe.LookupMetrics;
import org.plumelookup.observe.RunningBatches;
import org.plumelookup.resilience.BudgetSettings;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.resilience.HoldSettings;
import org.plumelookup.resilience.RateLimiter;
import org.plumelookup.scaleout.ScaleOutBeans;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;
import org.plumelookup.settings.SettingsCheck;
import org.plumelookup.source.SourceBeans;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the lookup to a Camel context: {@code context.addRoutes(PlumeLookup.routes(settings))}.
 *
 * <p>Then {@code direct:plume-lookup} takes an account ID: text, JSON with {@code accountId}, or a {@link
 * org.plumelookup.api.LookupRequest}. An InOut exchange gets a {@link org.plumelookup.api.LookupOutcome} as its reply,
 * also for a failed lookup; an exception is thrown only if the context stops meanwhile or a hold lasts longer than
 * {@code plume.hold.max}. An InOnly exchange needs the host's own routes {@code direct:plume-success} and {@code
 * direct:plume-error}, which get JSON messages. The headers of the message that comes in are dropped; call it by {@code
 * enrich} to keep them.
 *
 * <p>Settings are the {@code plume.*} keys of {@code config/application.properties}, each with its default. Several
 * instances can run side by side, each with its own prefix, token and answer cache. Instances of one process that call
 * the same API host share one call budget, unless {@code plume.budget.own} is {@code true}. All resources are closed
 * with the context. Immutable; one object may be added to several contexts one after the other. The endpoints are
 * thread-safe, as Camel's are.
 */
public final class PlumeLookup extends RouteBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(PlumeLookup.class);

    private final Map<String, String> settings;
    private final InstanceName prefix;
    private final boolean files;

    /**
     * Adds everything, files included, with settings of the host's properties: for hosts that name builders by their
     * class.
     */
    public PlumeLookup() {
        this(null, InstanceName.PLUME, true);
    }

    /**
     * Adds everything under a prefix, files included, with settings of the host's properties: for hosts that name
     * builders in a configuration, such as {@code
     * camel.beans.plumeNames=#class:org.plumelookup.PlumeLookup("plume-names")} of Camel's Main.
     *
     * @param prefix {@code plume}, or {@code plume-} and words of a-z and 0-9
     * @throws IllegalArgumentException if it is something else
     */
    public PlumeLookup(String prefix) {
        this(null, new InstanceName(prefix), true);
    }

    private PlumeLookup(Map<String, String> settings, InstanceName prefix, boolean files) {
        this.settings = settings;
        this.prefix = prefix;
        this.files = files;
    }

    /**
     * Adds the lookup with settings of the host's properties: its environment, system properties and files.
     *
     * @return what to add to a context
     */
    public static PlumeLookup routes() {
        return new PlumeLookup(null, InstanceName.PLUME, false);
    }

    /**
     * Adds the lookup with settings given in code; the host's properties are not asked.
     *
     * @param settings values by key, such as {@code plume.api.url}; a key that is left out has its default
     * @return what to add to a context
     */
    public static PlumeLookup routes(Map<String, String> settings) {
        return new PlumeLookup(Map.copyOf(settings), InstanceName.PLUME, false);
    }

    /**
     * Returns a copy whose names begin with another prefix: with {@code plume-acme} it is {@code
     * direct:plume-acme-lookup}, and the host's properties are {@code plume-acme.api.url} and so on. Keys of settings
     * given in code stay as they are.
     *
     * @param prefix {@code plume}, or {@code plume-} and words of a-z and 0-9
     * @return the same with these names
     * @throws IllegalArgumentException if it is something else
     */
    public PlumeLookup withPrefix(String prefix) {
        return new PlumeLookup(settings, new InstanceName(prefix), files);
    }

    /**
     * Adds the batch routes too: {@code direct:plume-batch} takes a file, writes its results into {@code
     * plume.file.outbox}, and replies when the batch is complete; {@code direct:plume-inbox} also moves the file to
     * {@code .done}. Results of other lookups can go to {@code bean:plumeOutbox?method=found} and {@code method=error}.
     *
     * @return the same with files
     */
    public PlumeLookup withFiles() {
        return new PlumeLookup(settings, prefix, true);
    }

    /**
     * Adds the routes; called by Camel.
     *
     * @throws IllegalArgumentException if a setting cannot be used, with its value, its rule and its key; or if the
     *     context already has an instance with this prefix. No route is added then.
     */
    @Override
    public void configure() throws Exception {
        CamelContext context = getContext();
        refuseSecond(context);
        if (settings == null) {
            SettingsCheck.check(context, prefix);
        }
        Settings keys = settings == null ? Settings.of(context, prefix) : Settings.of(settings, prefix);
        context.getRegistry().bind(prefix.bean("Keys"), keys);
        Runnable stop = () -> refuseWhenStopped(context);
        CircuitBreakers breakers =
                CircuitBreakers.closed(HoldSettings.from(keys).max(), stop);
        RateLimiter budget = RateLimiter.from(context, keys, breakers.budget(), stop);
        HttpCalls calls = new HttpCalls(context, keys.prefix(), CallSettings.from(keys));
        Authorization authorization =
                Authorization.from(keys, new RouteTokenEndpoint(context.createProducerTemplate(), keys, budget::take));
        LookupRoutes lookup = new LookupRoutes(context, keys, calls, authorization, budget, breakers.api());
        RunningBatches running = new RunningBatches();
        Activity activity = new Activity(breakers, budget, calls.counters(), authorization::isLoggingIn);
        BatchRoutes batch = files ? new BatchRoutes(context, keys, breakers, running, activity) : null;
        InboxRoutes inbox = files ? new InboxRoutes(context, keys, breakers.results()) : null;
        if (files) {
            new SourceBeans(breakers, () -> isStopped(context)).bind(context, keys);
        }
        context.addRoutes(new LogInRoute(context, keys, calls, budget::take));
        context.addRoutes(lookup);
        if (files) {
            context.addRoutes(batch);
            context.addRoutes(inbox);
            new ScaleOutBeans(breakers.results(), inbox.inbox(), running).bind(context, keys);
        }
        context.getRegistry().bind(prefix.bean("HoldPolicy"), new HoldPolicy(context, prefix, breakers));
        LookupMetrics metrics = new LookupMetrics(
                context,
                prefix,
                breakers,
                budget,
                lookup.counters(),
                calls.counters(),
                lookup.kinds(),
                authorization::logIns,
                running);
        metrics.addHealthChecks();
        metrics.addMeters();
        context.addService(metrics);
        budget.start(context);
        logBudget(BudgetSettings.from(keys));
    }

    private void logBudget(BudgetSettings budget) {
        if (budget.isSlowedByWindow()) {
            LOG.info("{}", budget.text(prefix));
        }
    }

    private void refuseSecond(CamelContext context) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        if (model.getRouteDefinition(prefix.name("lookup")) != null) {
            throw new ConfigurationException(String.format(
                    Locale.ROOT,
                    "%s is already in this context: give the second instance its own prefix, such as plume-acme.",
                    prefix.name("lookup")));
        }
    }

    private static boolean isStopped(CamelContext context) {
        return context.isStopping() || context.isStopped();
    }

    private static void refuseWhenStopped(CamelContext context) {
        if (isStopped(context)) {
            throw new RejectedExecutionException("stopping: the account is left for the next start");
        }
    }
}
