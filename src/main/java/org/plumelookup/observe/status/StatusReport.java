package org.plumelookup.observe.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.plumelookup.observe.HealthIssue;
import org.plumelookup.observe.LookupMetrics;
import org.plumelookup.settings.Settings;

/** Describes the program as JSON: what it does, how far it is, what is wrong, and what to do. Thread-safe. */
final class StatusReport {
    static final String PROGRAM = "plume-lookup";

    private final CamelContext context;
    private final String version;
    private final Path outbox;
    private final EarlierRuns runs;
    private final Supplier<JsonNode> health;
    private final Instant started = Instant.now();
    private ProgramState before = new ProgramState("", "", null);

    /**
     * Creates the report.
     *
     * @param version of the program
     * @param runs earlier ones, of the outbox
     * @param health the health checks as JSON
     */
    StatusReport(CamelContext context, String version, Path outbox, EarlierRuns runs, Supplier<JsonNode> health) {
        this.context = context;
        this.version = version;
        this.outbox = outbox;
        this.runs = runs;
        this.health = health;
    }

    /** Returns the description, with account IDs only if asked for. */
    ObjectNode json(boolean withIds) {
        Instant now = Instant.now();
        JsonNode checks = health.get();
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("program", PROGRAM)
                .put("version", version)
                .put("camel", context.getVersion())
                .put("java", Runtime.version().toString())
                .put("started", started.toString())
                .put("now", now.toString())
                .put("outbox", outbox.toAbsolutePath().normalize().toString())
                .put("withAccountIds", withIds);
        List<LookupMetrics> lookups = context.hasServices(LookupMetrics.class).stream()
                .sorted(Comparator.comparing(LookupMetrics::getPrefix))
                .toList();
        ProgramState state = dated(state(lookups, checks, now), now);
        ObjectNode told = status.putObject("state").put("word", state.word()).put("text", state.text());
        told.put("since", state.since().toString());
        status.set("health", checks);
        ArrayNode all = status.putArray("lookups");
        lookups.forEach(figures -> all.add(new LookupStatus(context, keys(figures), figures).json(withIds, now)));
        runs(status.putArray("runs"), withIds);
        return status;
    }

    private Settings keys(LookupMetrics figures) {
        return context.getRegistry().findByType(Settings.class).stream()
                .filter(keys -> keys.prefix().text().equals(figures.getPrefix()))
                .findFirst()
                .orElseThrow();
    }

    private ProgramState state(List<LookupMetrics> lookups, JsonNode checks, Instant now) {
        ServiceStatus status = context.getStatus();
        return status == ServiceStatus.Started
                ? ProgramState.of(lookups, trouble(checks), started, now)
                : ProgramState.changing(status.isStopping() || status.isStopped(), started);
    }

    /** Returns what the first check says that is down. */
    private static Optional<HealthIssue> trouble(JsonNode checks) {
        return StreamSupport.stream(checks.path("checks").spliterator(), false)
                .filter(check -> check.path("status").asText().equals("DOWN"))
                .map(check -> new HealthIssue(
                        check.at("/data/why").asText(check.path("name").asText() + " is down; the log says why"),
                        time(check.at("/data/since").asText()),
                        null))
                .findFirst();
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Dates a state, if nobody knows when it began: then since somebody saw it first. */
    private synchronized ProgramState dated(ProgramState state, Instant now) {
        boolean same = state.word().equals(before.word()) && state.text().equals(before.text());
        Instant since = state.since() != null ? state.since() : same ? before.since() : now;
        before = new ProgramState(state.word(), state.text(), since);
        return before;
    }

    private void runs(ArrayNode told, boolean withIds) {
        for (EarlierRuns.Run run : runs.newest()) {
            ObjectNode one = told.addObject()
                    .put("name", run.name())
                    .put("rows", run.rows())
                    .put(
                            "finished",
                            run.finished() == null ? null : run.finished().toString());
            ObjectNode outcomes = one.putObject("outcomes");
            run.outcomes().forEach(outcomes::put);
            if (run.report() && withIds) {
                one.put("report", StatusSite.reportPath(run.name()));
            }
        }
    }
}
