package org.plumelookup.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.plumelookup.text.DurationText;

/** Words the status of a service for a terminal. */
final class StatusText {
    private static final int BAR = 30;
    private static final int MOST_RUNS = 5;
    private static final int MOST_ROWS = 10;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final JsonNode status;
    private final ZoneId zone;
    private final Instant now;
    private final StringBuilder text = new StringBuilder();

    /**
     * Creates the text of a status.
     *
     * @param status as {@code /observe/status} gives it
     * @param zone of the clock times
     */
    StatusText(JsonNode status, ZoneId zone) {
        this.status = status;
        this.zone = zone;
        this.now = Instant.parse(status.path("now").asText());
    }

    /** Returns the whole text. */
    String of(String url) {
        line("plume-lookup %s at %s", status.path("version").asText(), url);
        line(
                "%s since %s: %s",
                status.at("/state/word").asText().toUpperCase(Locale.ROOT),
                when(status.at("/state/since")),
                status.at("/state/text").asText());
        JsonNode lookups = status.path("lookups");
        for (JsonNode lookup : lookups) {
            if (lookups.size() > 1) {
                line("%n== %s", lookup.path("name").asText());
            }
            lookup(lookup);
        }
        runs();
        line(
                "%nRunning since %s; outbox %s; Camel %s, Java %s",
                when(status.path("started")),
                status.path("outbox").asText(),
                status.path("camel").asText(),
                status.path("java").asText());
        return text.toString().stripTrailing();
    }

    private void lookup(JsonNode lookup) {
        for (JsonNode hold : lookup.path("holds")) {
            line(
                    "%nHold since %s: %s: %s",
                    when(hold.path("since")),
                    hold.path("text").asText(),
                    hold.path("why").asText());
            line("  next probe %s", when(hold.path("nextProbe")));
            line("  what to do: %s", hold.path("cure").asText());
        }
        batches(lookup.path("batches"));
        outcomes(lookup.path("outcomes"));
        budget(lookup.path("budget"));
        failures(lookup);
        routes("Sources", lookup.path("sources"));
        routes("Channels", lookup.path("channels"));
    }

    private void batches(JsonNode batches) {
        title("Batches", batches);
        for (JsonNode batch : batches) {
            long done = batch.path("done").asLong();
            long total = batch.path("total").asLong();
            int filled = total == 0 ? BAR : (int) (BAR * done / total);
            line("  %s", batch.path("name").asText());
            line(
                    "  [%s%s] %d %%, %,d of %,d rows, %.1f/s, ends %s",
                    "#".repeat(filled),
                    ".".repeat(BAR - filled),
                    total == 0 ? 100 : 100 * done / total,
                    done,
                    total,
                    batch.path("rowsPerSecond").asDouble(),
                    batch.path("end").isTextual() ? "about " + when(batch.path("end")) : "at an unknown time");
        }
    }

    private void outcomes(JsonNode outcomes) {
        title("Outcomes since the start", outcomes);
        long all = outcomes.properties().stream()
                .mapToLong(count -> count.getValue().asLong())
                .sum();
        for (Map.Entry<String, JsonNode> count : outcomes.properties()) {
            long number = count.getValue().asLong();
            line("  %-14s %,10d  %5.1f %%", count.getKey(), number, 100.0 * number / all);
        }
    }

    private void budget(JsonNode budget) {
        double pace = budget.path("callsPerSecond").asDouble();
        line("%nCall budget");
        line(
                "  %,d calls in the last %s%s; %s",
                budget.path("used").asLong(),
                lasted(Duration.ofSeconds(budget.path("windowSeconds").asLong())),
                budget.has("windowCalls")
                        ? String.format(
                                Locale.ROOT,
                                " of %,d, %,d left",
                                budget.path("windowCalls").asLong(),
                                budget.path("left").asLong())
                        : "",
                pace == 0 ? "no limit a second" : String.format(Locale.ROOT, "at most %.1f a second", pace));
        JsonNode calls = budget.path("calls");
        line(
                "  %,d calls since the start: %,d first, %,d further pages, %,d retries, %,d canaries, %,d log-ins",
                calls.path("all").asLong(),
                calls.path("first").asLong(),
                calls.path("pages").asLong(),
                calls.path("retries").asLong(),
                calls.path("canaries").asLong(),
                calls.path("logIns").asLong());
    }

    private void failures(JsonNode lookup) {
        title("Failures since the start", lookup.path("failures"));
        for (JsonNode failure : lookup.path("failures")) {
            line(
                    "  %,10d  %s%s: %s",
                    failure.path("count").asLong(),
                    failure.path("outcome").asText(),
                    failure.path("status").isInt()
                            ? " (" + failure.path("status").asInt() + ")"
                            : "",
                    failure.path("reason").asText());
            line("              %s", failure.path("cure").asText());
        }
        JsonNode rows = lookup.path("failedRows");
        title("Last failed account IDs", rows);
        for (int i = 0; i < Math.min(MOST_ROWS, rows.size()); i++) {
            JsonNode row = rows.get(i);
            line(
                    "  %s  %s%s  %s  %s",
                    when(row.path("time")),
                    row.path("row").isNumber() ? "row " + row.path("row").asLong() + "  " : "",
                    oneLine(row.path("accountId")),
                    row.path("outcome").asText(),
                    oneLine(row.path("reason")));
        }
    }

    private void routes(String title, JsonNode routes) {
        title(title, routes);
        for (JsonNode route : routes) {
            String failed = route.path("failed").asLong() == 0
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            ", %,d failed, last %s",
                            route.path("failed").asLong(),
                            when(route.path("lastFailed")));
            line(
                    "  %-24s %-9s %s%s",
                    route.path("route").asText(),
                    route.path("state").asText(),
                    route.has("accounts")
                            ? String.format(
                                    Locale.ROOT,
                                    "%,d account IDs",
                                    route.path("accounts").asLong())
                            : route.path("to").asText(),
                    failed);
        }
    }

    private void runs() {
        JsonNode runs = status.path("runs");
        title("Earlier runs", runs);
        for (int i = 0; i < Math.min(MOST_RUNS, runs.size()); i++) {
            JsonNode run = runs.get(i);
            line(
                    "  %s  %s: %,d rows, %s",
                    when(run.path("finished")),
                    run.path("name").asText(),
                    run.path("rows").asLong(),
                    run.path("outcomes").properties().stream()
                            .map(count ->
                                    count.getKey() + " " + count.getValue().asLong())
                            .collect(Collectors.joining(", ")));
        }
    }

    private void title(String title, JsonNode of) {
        if (!of.isEmpty()) {
            line("%n%s", title);
        }
    }

    /** Returns a clock time, with its day if that is not today. */
    private String when(JsonNode time) {
        Instant instant;
        try {
            instant = Instant.parse(time.asText());
        } catch (DateTimeException e) {
            return "an unknown time";
        }
        boolean today = LocalDate.ofInstant(instant, zone).equals(LocalDate.ofInstant(now, zone));
        String clock = (today ? TIME : DAY).format(instant.atZone(zone));
        Duration ago = Duration.between(instant, now);
        return clock + (ago.isNegative() ? " (in " + lasted(ago.negated()) + ")" : " (" + lasted(ago) + " ago)");
    }

    private static String lasted(Duration time) {
        return DurationText.of(time).replaceFirst(" 0 (min|s)$", "");
    }

    private static String oneLine(JsonNode text) {
        return text.isNull() ? "-" : text.asText().replaceAll("\\R", " ");
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
