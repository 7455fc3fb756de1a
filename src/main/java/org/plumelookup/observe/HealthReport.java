package org.plumelookup.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/**
 * Reports the health checks of a context as JSON. They run on one thread, one round for all who ask meanwhile: a disk
 * that hangs must not take the threads of the server.
 *
 * <p>A check of ours has why and since when; any other one only its state, because its details could quote
 * anything. Thread-safe.
 */
public final class HealthReport {
    private static final List<String> TOLD = List.of("why", "since", "until");
    private static final String JSON = "application/json";

    private final Supplier<Collection<HealthCheck.Result>> checks;
    private final boolean readyInHold;
    private final Duration longest;
    private CompletableFuture<Collection<HealthCheck.Result>> round;

    /**
     * Creates a report.
     *
     * @param context has the checks
     * @param readyInHold whether a hold is only a detail of a program that is up
     */
    public HealthReport(CamelContext context, boolean readyInHold) {
        this(
                () -> context.isStarted() ? HealthCheckHelper.invoke(context, "full") : null,
                readyInHold,
                Duration.ofSeconds(5));
    }

    /**
     * Creates a report.
     *
     * @param checks makes them; null before the start and from the stop on
     * @param readyInHold whether a hold is only a detail of a program that is up
     * @param longest how long it waits for them
     */
    HealthReport(Supplier<Collection<HealthCheck.Result>> checks, boolean readyInHold, Duration longest) {
        this.checks = checks;
        this.readyInHold = readyInHold;
        this.longest = longest;
    }

    /** Returns that the process answers. Checks nothing else, because a restart would repair nothing else. */
    Page.Content live() {
        return content(json(true, false, JsonNodeFactory.instance.arrayNode()));
    }

    /** Returns all checks. */
    Page.Content all() {
        return content(report(false));
    }

    /** Returns the same as JSON. */
    public JsonNode json() {
        return report(false);
    }

    /** Returns the checks of readiness. */
    Page.Content ready() {
        return content(report(true));
    }

    /** Returns whether the program is ready. */
    boolean isReady() {
        return ready().status() == 200;
    }

    private ObjectNode report(boolean onlyReadiness) {
        ArrayNode told = JsonNodeFactory.instance.arrayNode();
        Collection<HealthCheck.Result> results;
        try {
            results = round().get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return alone("checks", "the checks have not ended within " + longest.toMillis() + " ms", told);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for the checks");
        }
        if (results == null) {
            return alone("context", "the program starts or stops", told);
        }
        boolean up = true;
        boolean degraded = false;
        for (HealthCheck.Result result : results) {
            if (!onlyReadiness || result.getCheck().isReadiness()) {
                boolean down = result.getState() == HealthCheck.State.DOWN;
                boolean held = down
                        && readyInHold
                        && Boolean.TRUE.equals(result.getDetails().get(Readiness.HOLD));
                up &= !down || held;
                degraded |= held;
                tell(result, held, told.addObject());
            }
        }
        return json(up, degraded, told);
    }

    private synchronized CompletableFuture<Collection<HealthCheck.Result>> round() {
        if (round == null || round.isDone()) {
            CompletableFuture<Collection<HealthCheck.Result>> next = new CompletableFuture<>();
            Thread thread = new Thread(() -> run(next), "plume-health");
            thread.setDaemon(true);
            thread.start();
            round = next;
        }
        return round;
    }

    private void run(CompletableFuture<Collection<HealthCheck.Result>> into) {
        try {
            into.complete(checks.get());
        } catch (RuntimeException | Error e) {
            into.completeExceptionally(e);
        }
    }

    private static void tell(HealthCheck.Result result, boolean held, ObjectNode check) {
        check.put("name", result.getCheck().getId());
        check.put("status", held ? "UP" : result.getState().name());
        if (Readiness.GROUP.equals(result.getCheck().getGroup()) && result.getState() == HealthCheck.State.DOWN) {
            ObjectNode data = check.putObject("data");
            if (held) {
                data.put("degraded", true);
            }
            for (String name : TOLD) {
                if (result.getDetails().get(name) != null) {
                    data.put(name, result.getDetails().get(name).toString());
                }
            }
        }
    }

    private static ObjectNode alone(String name, String why, ArrayNode told) {
        told.addObject()
                .put("name", name)
                .put("status", "DOWN")
                .putObject("data")
                .put("why", why);
        return json(false, false, told);
    }

    private static ObjectNode json(boolean up, boolean degraded, ArrayNode checks) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("status", up ? "UP" : "DOWN");
        if (degraded) {
            report.put("degraded", true);
        }
        report.set("checks", checks);
        return report;
    }

    private static Page.Content content(ObjectNode report) {
        boolean up = report.path("status").asText().equals("UP");
        return Page.Content.of(up ? 200 : 503, JSON, report + "\n");
    }
}
