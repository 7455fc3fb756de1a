package org.plumelookup.batch;

import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.plumelookup.settings.InstanceName;

/**
 * Decides whether the outcomes of a batch are sent to the channels: not if both channels lead only to the outbox,
 * because a batch has its own result files there.
 *
 * <p>Decided once for the routes that begin with the channels, and again when one of them is replaced. Thread-safe.
 */
final class BatchChannels {
    private final CamelContext context;
    private final InstanceName prefix;
    private volatile Decision decision = new Decision(List.of(), true);

    /** Holds the decision for the routes of both channels. */
    private record Decision(List<Route> routes, boolean wanted) {
        boolean isFor(CamelContext context) {
            return !routes.isEmpty()
                    && routes.stream().allMatch(route -> context.getRoute(route.getRouteId()) == route);
        }
    }

    BatchChannels(CamelContext context, InstanceName prefix) {
        this.context = context;
        this.prefix = prefix;
    }

    /**
     * Returns whether the channels get the outcomes; true also if there has never been such a channel. While a channel
     * is replaced the decision stays.
     */
    boolean areWanted() {
        Decision current = decision;
        if (!current.isFor(context)) {
            current = decide(current);
            decision = current;
        }
        return current.wanted;
    }

    private Decision decide(Decision before) {
        Optional<Route> success = route("success");
        Optional<Route> error = route("error");
        if (success.isEmpty() || error.isEmpty()) {
            return before;
        }
        return new Decision(
                List.of(success.get(), error.get()),
                !isToOutbox(success.get(), "found") || !isToOutbox(error.get(), "error"));
    }

    private Optional<Route> route(String channel) {
        String uri = prefix.direct(channel);
        return context.getRoutes().stream()
                .filter(route -> route.getEndpoint()
                        .getEndpointBaseUri()
                        .replace("://", ":")
                        .equals(uri))
                .findFirst();
    }

    private boolean isToOutbox(Route route, String method) {
        RouteDefinition definition =
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinition(route.getRouteId());
        List<ProcessorDefinition<?>> steps = definition == null ? List.of() : definition.getOutputs();
        return steps.size() == 1
                && !Boolean.TRUE.equals(definition.isTemplate()) // its parameters are known only while it is built
                && steps.get(0) instanceof ToDefinition to
                && to.getUri() != null
                && context.resolvePropertyPlaceholders(to.getUri())
                        .equals("bean:" + prefix.bean("Outbox") + "?method=" + method);
    }
}
