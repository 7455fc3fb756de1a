package org.plumelookup;

import java.time.Clock;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.plumelookup.auth.Authorization;
import org.plumelookup.auth.LogInRoute;
import org.plumelookup.auth.RouteTokenEndpoint;
import org.plumelookup.batch.BatchRoutes;
import org.plumelookup.budget.BudgetSettings;
import org.plumelookup.budget.CallBudget;
import org.plumelookup.budget.Hold;
import org.plumelookup.budget.HoldSettings;
import org.plumelookup.call.CallSettings;
import org.plumelookup.call.HttpCalls;
import org.plumelookup.config.Keys;
import org.plumelookup.lookup.LookupRoutes;
import org.plumelookup.monitor.PlumeFigures;

/**
 * Adds the flow to a context: {@code direct:plume-lookup} for one account ID, {@code direct:plume-batch} for a file.
 *
 * <p>Settings are the context's {@code plume.*} properties. What the flow opens is closed with the context; nothing is
 * static.
 */
public final class PlumeLookup extends RouteBuilder {

    @Override
    public void configure() throws Exception {
        CamelContext context = getContext();
        Keys keys = Keys.of(context);
        Hold hold = new Hold(Clock.systemUTC(), HoldSettings.from(keys).max(), this::stop);
        CallBudget budget = CallBudget.local(BudgetSettings.from(keys), this::stop);
        HttpCalls calls = new HttpCalls(context, CallSettings.from(keys));
        Authorization authorization =
                Authorization.from(keys, new RouteTokenEndpoint(context.createProducerTemplate(), budget::take));
        context.addRoutes(new LogInRoute(context, keys, calls));
        LookupRoutes lookup = new LookupRoutes(context, keys, calls, authorization, budget, hold);
        context.addRoutes(lookup);
        context.addRoutes(new BatchRoutes(context, keys, hold));
        PlumeFigures figures = new PlumeFigures(hold, budget, lookup.tally());
        figures.addHealthCheck(context);
        context.addService(figures);
    }

    private void stop() {
        if (getContext().isStopping() || getContext().isStopped()) {
            throw new RejectedExecutionException("stopping: the account is left for the next start");
        }
    }
}
