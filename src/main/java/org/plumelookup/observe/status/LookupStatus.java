package org.plumelookup.observe.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.plumelookup.api.Outcome;
import org.plumelookup.lookup.FailedLookup;
import org.plumelookup.lookup.RecentFailures;
import org.plumelookup.observe.LookupMetrics;
import org.plumelookup.observe.OutcomeAdvice;
import org.plumelookup.observe.RunningBatches.AtWork;
import org.plumelookup.resilience.BudgetSettings;
import org.plumelookup.resilience.Hold;
import org.plumelookup.settings.MaskedSettings;
import org.plumelookup.settings.Settings;

/**
 * Describes one instance of the lookup as JSON.
 *
 * @param context the context in which it runs
 * @param keys its settings
 * @param figures its figures
 */
record LookupStatus(CamelContext context, Settings keys, LookupMetrics figures) {
    private static final int MOST_BATCHES = 50;
    private static final int MOST_ROUTES = 100;

    /** Returns the description; account IDs, and reasons that can quote them, only if asked for. */
    ObjectNode json(boolean withIds, Instant now) {
        ObjectNode lookup = JsonNodeFactory.instance.objectNode();
        lookup.put("name", figures.getPrefix());
        holds(lookup.putArray("holds"));
        batches(lookup.putArray("batches"), now);
        outcomes(lookup.putObject("outcomes"));
        budget(lookup.putObject("budget"));
        failures(lookup.putArray("failures"));
        if (withIds) {
            rows(lookup.putArray("failedRows"));
        }
        sources(lookup.putArray("sources"));
        channels(lookup.putArray("channels"));
        ObjectNode settings = lookup.putObject("settings");
        MaskedSettings.of(keys, withIds).forEach(settings::put);
        return lookup;
    }

    private void holds(ArrayNode holds) {
        for (Hold hold : figures.holds()) {
            holds.addObject()
                    .put("cause", hold.cause().label())
                    .put("text", hold.cause().text())
                    .put("why", hold.why())
                    .put("since", hold.since().toString())
                    .put("nextProbe", hold.until().toString())
                    .put("cure", keys.asWritten(HoldAdvice.of(hold.cause())));
        }
    }

    private void batches(ArrayNode batches, Instant now) {
        var atWork = figures.batches().atWork();
        double pace = figures.budget().settings().sustainedPace();
        boolean held = !figures.holds().isEmpty();
        for (AtWork batch : atWork.subList(0, Math.min(MOST_BATCHES, atWork.size()))) {
            ObjectNode told = batches.addObject()
                    .put("name", batch.figures().name())
                    .put("begun", batch.begun().toString())
                    .put("done", batch.figures().done())
                    .put("total", batch.figures().total())
                    .put("rowsPerSecond", Math.round(batch.figures().rate() * 100) / 100.0);
            BatchEnd.of(batch.figures(), pace, atWork.size(), held, now)
                    .ifPresentOrElse(end -> told.put("end", end.toString()), () -> told.putNull("end"));
        }
    }

    private void outcomes(ObjectNode outcomes) {
        for (Outcome outcome : Outcome.values()) {
            if (figures.outcomes().count(outcome) > 0) {
                outcomes.put(outcome.text(), figures.outcomes().count(outcome));
            }
        }
    }

    private void budget(ObjectNode budget) {
        BudgetSettings limits = figures.budget().settings();
        budget.put("used", figures.getBudgetUsed());
        if (limits.windowCalls() > 0) {
            budget.put("left", figures.getBudgetLeft()).put("windowCalls", limits.windowCalls());
        }
        budget.put("windowSeconds", limits.window().toSeconds());
        budget.put("callsPerSecond", Math.round(limits.sustainedPace() * 100) / 100.0);
        budget.putObject("calls")
                .put("all", figures.getCalls())
                .put("first", figures.kinds().first())
                .put("pages", figures.kinds().pages())
                .put("retries", figures.kinds().retries())
                .put("canaries", figures.kinds().canaries())
                .put("logIns", figures.getLogIns() + figures.getFailedLogIns());
    }

    private void failures(ArrayNode failures) {
        for (Map.Entry<RecentFailures.FailureKind, Long> count :
                figures.outcomes().failures().counts().entrySet()) {
            RecentFailures.FailureKind kind = count.getKey();
            OutcomeAdvice advice = OutcomeAdvice.of(kind.outcome(), kind.status());
            failures.addObject()
                    .put("outcome", kind.outcome().text())
                    .put("status", kind.status())
                    .put("count", count.getValue())
                    .put("reason", advice.meaning())
                    .put("cure", keys.asWritten(advice.cure()))
                    .put("retryable", kind.outcome().retryable());
        }
    }

    private void rows(ArrayNode rows) {
        for (FailedLookup failure : figures.outcomes().failures().last()) {
            rows.addObject()
                    .put("time", failure.time().toString())
                    .put("source", failure.source())
                    .put("row", failure.row())
                    .put("accountId", failure.accountId())
                    .put("outcome", failure.outcome().text())
                    .put("status", failure.status())
                    .put("reason", failure.reason());
        }
    }

    private void sources(ArrayNode sources) {
        String prefix = keys.prefix().name("from-");
        context.getRoutes().stream()
                .filter(route ->
                        route.getId().startsWith(prefix) || figures.outcomes().count(route.getId()) > 0)
                .limit(MOST_ROUTES)
                .forEach(route -> route(route, sources.addObject())
                        .put("accounts", figures.outcomes().count(route.getId())));
    }

    private void channels(ArrayNode channels) {
        for (String channel : new String[] {"success", "error"}) {
            String input = keys.prefix().direct(channel);
            context.getRoutes().stream()
                    .filter(route -> input.equals(
                            route.getEndpoint().getEndpointBaseUri().replace("//", "")))
                    .limit(MOST_ROUTES)
                    .forEach(route -> route(route, channels.addObject())
                            .put("channel", channel)
                            .put("to", to(channel)));
        }
    }

    private String to(String channel) {
        String key = "plume." + channel + ".uri";
        String shipped = Settings.shipped().get(key);
        return keys.text(key)
                .map(uri -> uri.equals(shipped) ? "outbox" : MaskedSettings.masked(key, uri, false))
                .orElse(null);
    }

    private ObjectNode route(Route route, ObjectNode told) {
        return RouteFigures.of(context, route).tell(told);
    }
}
