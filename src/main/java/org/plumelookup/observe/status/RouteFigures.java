package org.plumelookup.observe.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;

/**
 * How a route is, and what Camel's management has counted of it, if that is on.
 *
 * @param id of the route
 * @param description of the route; null if there is none
 * @param state such as {@code started}, or {@code paused} while only its consumer is suspended, as in a hold
 * @param counted what was counted; null if nothing is
 */
record RouteFigures(String id, String description, String state, ManagedRouteMBean counted) {

    static RouteFigures of(CamelContext context, Route route) {
        ServiceStatus status = context.getRouteController().getRouteStatus(route.getId());
        boolean paused = status == ServiceStatus.Started
                && route.getConsumer() instanceof StatefulService consumer
                && !consumer.isStarted();
        ManagedCamelContext managed = context.getCamelContextExtension().getContextPlugin(ManagedCamelContext.class);
        return new RouteFigures(
                route.getId(),
                route.getDescription(),
                paused ? "paused" : String.valueOf(status).toLowerCase(Locale.ROOT),
                managed == null ? null : managed.getManagedRoute(route.getId()));
    }

    ObjectNode tell(ObjectNode told) {
        told.put("route", id).put("description", description).put("state", state);
        if (counted != null) {
            try {
                Date failed = counted.getLastExchangeFailureTimestamp();
                told.put("messages", counted.getExchangesTotal())
                        .put("failed", counted.getExchangesFailed())
                        .put(
                                "lastFailed",
                                failed == null
                                        ? null
                                        : Instant.ofEpochMilli(failed.getTime()).toString());
            } catch (Exception e) { // the signature of Camel
                return told;
            }
        }
        return told;
    }
}
