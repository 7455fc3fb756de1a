package org.plumelookup.app.reload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Replaces routes of a running context when they are empty. The context has to be {@linkplain #prepare prepared} before
 * its routes are built.
 *
 * <p>Camel's own graceful stop is not used: it leaves a {@code direct:} route open to new messages, checks once a
 * second and aborts messages in flight after its timeout. Here a route is closed first, so that senders to it wait, and
 * stopped when it is empty. Used by one thread.
 */
public final class RouteReplacer {
    private static final String TEMPLATES = "templates";
    private static final Duration FOR_LOOKUPS = Duration.ofSeconds(30);
    private static final Duration FOR_CHANNELS = Duration.ofSeconds(2); // senders wait meanwhile
    private static final long SLICE_MILLIS = 25;

    private final ModelCamelContext context;
    private final Duration forLookups;
    private final Duration forChannels;

    /**
     * Creates a replacer with the default timeouts.
     *
     * @param context the running context
     */
    public RouteReplacer(CamelContext context) {
        this(context, FOR_LOOKUPS, FOR_CHANNELS);
    }

    /**
     * Creates a replacer with given timeouts.
     *
     * @param context the running context
     * @param forLookups how long a route that consumes account IDs may take to become empty
     * @param forChannels how long any other route may take
     */
    public RouteReplacer(CamelContext context, Duration forLookups, Duration forChannels) {
        this.context = (ModelCamelContext) context;
        this.forLookups = forLookups;
        this.forChannels = forChannels;
    }

    /**
     * Prepares a context: its messages in flight can be listed, and its direct routes can be closed.
     *
     * @param context a context whose routes are not built yet
     */
    public static void prepare(CamelContext context) {
        GatedDirectComponent direct = new GatedDirectComponent();
        if (context.hasComponent("direct") instanceof DirectComponent before) { // created by one of Camel's keys
            direct.setBlock(before.isBlock());
            direct.setTimeout(before.getTimeout());
            context.removeComponent("direct");
        }
        context.addComponent("direct", direct);
        context.getInflightRepository().setInflightBrowseEnabled(true);
    }

    /**
     * Replaces the routes of some files.
     *
     * @param before the files that run now
     * @param after the files that shall run
     * @param changes the files whose routes are replaced
     * @return false if messages are still in flight in the routes, which continue then
     * @throws Exception if the new routes do not start; the old ones run again
     */
    public boolean replace(RouteSources before, RouteSources after, Collection<Path> changes) throws Exception {
        Set<String> places = changes.stream().map(RouteSources::location).collect(Collectors.toSet());
        if (changes.containsAll(before.byFile().keySet())) {
            places.add(TEMPLATES); // if a file with a template is changed, all files are, see RouteSources
        }
        List<Route> routes = routesOf(places);
        try {
            if (!empty(routes) || !stopSources(routes)) {
                return false;
            }
            replace(places, before, after, changes);
            return true;
        } finally {
            routes.forEach(RouteReplacer::openGate);
        }
    }

    /**
     * Stops the routes that consume account IDs while the others are open, because a consumer can hold a message that
     * has not entered the route yet, and some stop only after their last message.
     *
     * @return false if the others are no longer empty then; all run again
     */
    private boolean stopSources(List<Route> routes) throws Exception {
        List<Route> sources = routes.stream()
                .filter(route -> !isInside(route) && isStarted(route))
                .toList();
        if (sources.isEmpty()) {
            return true;
        }
        routes.forEach(RouteReplacer::openGate);
        for (Route route : sources) {
            context.getRouteController().stopRoute(route.getRouteId(), forLookups.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (empty(routes)) {
            return true;
        }
        for (Route route : sources) {
            context.getRouteController().startRoute(route.getRouteId());
        }
        return false;
    }

    private boolean isStarted(Route route) {
        return context.getRouteController().getRouteStatus(route.getRouteId()).isStarted();
    }

    private void replace(Set<String> places, RouteSources before, RouteSources after, Collection<Path> changes)
            throws Exception {
        remove(places);
        try {
            load(after.resources(changes));
        } catch (Exception e) {
            remove(places);
            load(before.resources(changes));
            throw e;
        }
    }

    private void load(List<Resource> resources) throws Exception {
        Collection<RoutesBuilder> files = PluginHelper.getRoutesLoader(context).findRoutesBuilders(resources);
        for (RoutesBuilder file : files) {
            if (file instanceof RouteConfigurationsBuilder configurations) {
                configurations.updateRouteConfigurationsToCamelContext(context);
            }
        }
        for (RoutesBuilder file : files) {
            file.updateRoutesToCamelContext(context);
        }
        for (RoutesBuilder file : files) {
            context.addTemplatedRoutes(file); // not done by Camel's own update
        }
    }

    private void remove(Set<String> places) throws Exception {
        for (Route route : routesOf(places)) {
            context.getRouteController().stopRoute(route.getRouteId(), 1, TimeUnit.SECONDS);
            context.removeRoute(route.getRouteId());
        }
        for (RouteTemplateDefinition template : List.copyOf(context.getRouteTemplateDefinitions())) {
            if (template.getResource() != null
                    && places.contains(template.getResource().getLocation())) {
                context.removeRouteTemplateDefinition(template); // or the old one would be used
            }
        }
    }

    /** Returns the routes of some files, first those that consume account IDs. */
    private List<Route> routesOf(Set<String> places) {
        return context.getRoutes().stream()
                .filter(route -> places.contains(place(route)))
                .sorted(Comparator.comparing(RouteReplacer::isInside))
                .toList();
    }

    private String place(Route route) {
        RouteDefinition definition = context.getRouteDefinition(route.getRouteId());
        if (definition != null && Boolean.TRUE.equals(definition.isTemplate())) {
            return TEMPLATES; // Camel does not know its file
        }
        return route.getSourceResource() == null
                ? ""
                : route.getSourceResource().getLocation();
    }

    private static boolean isInside(Route route) {
        return route.getEndpoint() instanceof DirectEndpoint;
    }

    /**
     * Closes the routes one by one when they are empty. A route that still sends to another one is closed before it;
     * routes that consume account IDs are closed first, because nothing sends to them.
     */
    private boolean empty(List<Route> routes) throws InterruptedException {
        List<Route> order = new ArrayList<>(routes);
        order.removeIf(route -> !isStarted(route));
        int sources = (int) order.stream().filter(route -> !isInside(route)).count();
        for (int attempt = 0; attempt <= routes.size(); attempt++) {
            Route busy;
            try {
                busy = close(order);
            } catch (RuntimeException e) {
                order.forEach(RouteReplacer::open);
                throw e;
            }
            if (busy == null) {
                return true;
            }
            order.subList(0, order.indexOf(busy) + 1).forEach(RouteReplacer::open);
            order.remove(busy);
            order.add(isInside(busy) ? sources : 0, busy);
        }
        return false;
    }

    private Route close(List<Route> order) throws InterruptedException {
        for (Route route : order) {
            if (!shut(route)) {
                return route;
            }
        }
        return null;
    }

    /**
     * Closes a route and waits until it is empty. Its policies are notified as by Camel's own suspension, so that none
     * opens it meanwhile.
     */
    private boolean shut(Route route) throws InterruptedException {
        if (route.getEndpoint() instanceof DirectEndpoint direct) {
            return GatedDirectComponent.of(direct).shut(forChannels);
        }
        route.getRoutePolicyList().forEach(policy -> policy.onSuspend(route));
        ServiceHelper.suspendService(route.getConsumer());
        long end = System.nanoTime() + forLookups.toNanos();
        do {
            // Sleep first, because a message can be between the consumer and the counter.
            TimeUnit.MILLISECONDS.sleep(SLICE_MILLIS);
            if (System.nanoTime() > end) {
                return false;
            }
        } while (isBusy(route.getRouteId()));
        return true;
    }

    /**
     * Returns whether messages are in flight, including those that have left the route but whose file is not moved yet.
     */
    private boolean isBusy(String route) {
        InflightRepository inFlight = context.getInflightRepository();
        return inFlight.size(route) > 0 || !inFlight.browse(route).isEmpty();
    }

    /** Opens a route again; its policies decide whether it stays open. */
    private static void open(Route route) {
        if (route.getEndpoint() instanceof DirectEndpoint) {
            openGate(route);
        } else {
            ServiceHelper.resumeService(route.getConsumer());
            route.getRoutePolicyList().forEach(policy -> policy.onResume(route));
        }
    }

    /** Opens the gate of the route's name, which can belong to another route now. */
    private static void openGate(Route route) {
        if (route.getEndpoint() instanceof DirectEndpoint direct) {
            GatedDirectComponent.of(direct).open();
        }
    }
}
