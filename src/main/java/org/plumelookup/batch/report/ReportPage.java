package org.plumelookup.batch.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.observe.Activity;
import org.plumelookup.observe.OutcomeAdvice;
import org.plumelookup.resilience.HoldCause;
import org.plumelookup.text.DurationText;

/** Builds the page of a report. It has no script, asks for no other file, and escapes all text. */
final class ReportPage {
    private static final OutcomeAdvice NO_ADVICE = new OutcomeAdvice("", "");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int LONGEST_ID = 80;
    private static final int LONGEST_REASON = 400;
    private static final String FRAME = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy"
              content="default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>%s: report</title>
            <style>%s</style>
            </head>
            <body>
            %s
            </body>
            </html>
            """;

    private final Path folder;
    private final Totals totals;
    private final ReportSettings settings;
    private final List<TimeSlice> slices;
    private final List<FailureGroups.Group> failures;
    private final TimeAccount account;
    private final StringBuilder body = new StringBuilder();

    /**
     * Collects what the page says.
     *
     * @param folder folder of the results
     * @param totals of the batch
     * @param settings of the program
     * @param slices what was recorded of its time
     * @param failures the most frequent ones first
     */
    ReportPage(
            Path folder,
            Totals totals,
            ReportSettings settings,
            List<TimeSlice> slices,
            List<FailureGroups.Group> failures) {
        this.folder = folder;
        this.totals = totals;
        this.settings = settings;
        this.slices = slices;
        this.failures = failures;
        this.account = TimeAccount.of(slices);
    }

    /** Returns the whole page. */
    String html() {
        lead();
        outcomes();
        again();
        failures();
        charts();
        time();
        files();
        settings();
        add(
                "<footer>Plume Customer Lookup %s. Complete at %s.</footer>",
                HtmlText.of(settings.version()), TIME.format(totals.finished()));
        String style = style();
        return text(FRAME, hash(style), HtmlText.of(totals.input()), style, body);
    }

    private void lead() {
        long found = totals.found();
        add("<header><h1>%s</h1>", HtmlText.foreign(totals.input()));
        add(
                "<p class=\"lead\">%s</p>",
                totals.rows() == 0
                        ? "The file has no row, so nothing was asked."
                        : text(
                                "All %,d rows are answered: %,d with a customer (%s), %,d without.%s",
                                totals.rows(), found, share(found, totals.rows()), totals.rows() - found, howLong()));
        add("</header>");
    }

    private String howLong() {
        return account.begun() == null
                ? ""
                : text(
                        " It took %s, from %s to %s.",
                        time(account.total()), TIME.format(account.begun()), TIME.format(account.ended()));
    }

    // ---- outcomes

    private void outcomes() {
        if (totals.rows() == 0) {
            return;
        }
        add("<h2>Outcomes</h2>");
        bar();
        add("<div class=\"wide\"><table><tr><th>Outcome</th><th class=\"number\">Rows</th>"
                + "<th class=\"number\">Share</th><th>Meaning</th></tr>");
        totals.outcomes()
                .forEach((name, rows) -> add(
                        "<tr><td class=\"name\"><svg class=\"key\" viewBox=\"0 0 8 8\" aria-hidden=\"true\"><rect class=\"%s\""
                                + " width=\"8\" height=\"8\"/></svg>%s</td><td class=\"number\">%,d</td>"
                                + "<td class=\"number\">%s</td><td>%s</td></tr>",
                        kind(name),
                        HtmlText.of(name),
                        rows,
                        share(rows, totals.rows()),
                        HtmlText.of(outcome(name)
                                .map(OutcomeAdvice::of)
                                .orElse(NO_ADVICE)
                                .meaning())));
        add("</table></div>");
        add("<p class=\"soft\">%,d customers in all: a row can have more than one.</p>", totals.customers());
    }

    private void bar() {
        add(
                "<svg role=\"img\" viewBox=\"0 0 720 24\" aria-label=\"%,d of %,d rows with a customer\">",
                totals.found(), totals.rows());
        double x = 0;
        for (Map.Entry<String, Long> outcome : totals.outcomes().entrySet()) {
            double width = 720.0 * outcome.getValue() / totals.rows();
            add(
                    "<rect class=\"%s\" x=\"%.2f\" width=\"%.2f\" height=\"24\"><title>%s: %,d</title></rect>",
                    kind(outcome.getKey()),
                    x,
                    Math.max(0.2, width - 1),
                    HtmlText.of(outcome.getKey()),
                    outcome.getValue());
            x += width;
        }
        add("</svg>");
    }

    private static String kind(String outcome) {
        return outcome.equals(Outcome.FOUND.text()) ? "found" : retryable(outcome) ? "again" : "failed";
    }

    // ---- what to do

    private void again() {
        long failed = totals.rows() - totals.found();
        long passing = totals.outcomes().entrySet().stream()
                .filter(outcome -> retryable(outcome.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (failed == 0) {
            return;
        }
        add("<h2>Ask again</h2>");
        add(
                passing == 0
                        ? "<p>No row failed because of a fault that passes by itself.</p>"
                        : "<p>%,d of the %,d rows without a customer failed because of a fault that passes by itself.</p>",
                passing,
                failed);
        add(
                "<p>This asks %s again, once the causes below are removed:</p><pre>%s</pre>",
                failed == 1 ? "the row without a customer" : text("all %,d rows without a customer", failed),
                HtmlText.of(AskAgain.command(folder)));
    }

    private void failures() {
        if (failures.isEmpty()) {
            return;
        }
        add("<h2>Why rows have no customer</h2><div class=\"wide\"><table><tr><th class=\"number\">Rows</th>"
                + "<th>Reason</th><th>What to do</th></tr>");
        for (FailureGroups.Group group : failures) {
            add(
                    "<tr><td class=\"number\">%,d</td><td><strong>%s</strong><br>%s<br><small>%s</small></td>"
                            + "<td class=\"cure\">%s</td></tr>",
                    group.rows(),
                    HtmlText.of(group.category()),
                    group.reason() == null
                            ? "other reasons"
                            : HtmlText.foreign(LookupRequest.cut(group.reason(), LONGEST_REASON)),
                    group.examples().stream()
                            .map(ReportPage::example)
                            .collect(Collectors.joining(", ", "such as ", "")),
                    HtmlText.of(outcome(group.category())
                            .map(outcome -> OutcomeAdvice.of(outcome, group.status()))
                            .orElse(NO_ADVICE)
                            .cure()));
        }
        add("</table></div><p class=\"soft\">Reasons that differ only in numbers or in the account ID are one; the text"
                + " is that of the first example.</p>");
    }

    private static String example(FailureGroups.Example example) {
        String id = example.accountId();
        return "row " + example.row()
                + (id == null ? "" : " (" + HtmlText.foreign(LookupRequest.cut(id, LONGEST_ID)) + ")");
    }

    // ---- time

    private void charts() {
        if (slices.isEmpty()) {
            return;
        }
        TimeChart chart = new TimeChart(slices);
        double budget = 60 * settings.callsPerSecond();
        add(
                "<h2>Calls a minute</h2><figure>%s<figcaption class=\"legend soft\">%s%s%s%s</figcaption></figure>",
                chart.calls(budget),
                key("calls", "calls"),
                budget > 0 ? text("<span>- - - call budget: %,.0f a minute</span>", budget) : "",
                key("hold", "hold"),
                key("stopped", "not at work"));
        add(
                "<p class=\"soft\">%,d calls in all: log-ins, further pages, retries and canaries included, and those that"
                        + " other sources of the same process made meanwhile.</p>",
                account.calls());
        if (account.mean() != null) {
            add(
                    "<h2>How long a call took</h2><figure>%s<figcaption class=\"legend soft\">%s%s</figcaption></figure>",
                    chart.responses(), key("calls", "mean"), key("again", "slowest"));
            add("<p class=\"soft\">%s in the mean, %s the slowest.</p>", time(account.mean()), time(account.slowest()));
        }
    }

    private static String key(String kind, String text) {
        return text(
                "<span><svg class=\"key\" viewBox=\"0 0 8 8\" aria-hidden=\"true\"><rect class=\"%s\" width=\"8\""
                        + " height=\"8\"/></svg>%s</span>",
                kind, text);
    }

    private void time() {
        add("<h2>Where the time went</h2>");
        if (account.begun() == null) {
            add("<p>Unknown: other processes looked the rows up, or an older version that kept no record.</p>");
        } else {
            add("<table><tr><th>What set the pace</th><th class=\"number\">Time</th>"
                    + "<th class=\"number\">Share</th></tr>");
            account.spent().forEach((name, time) -> spent(pace(name), time));
            if (account.stopped().toMillis() >= 1_000) {
                spent(
                        "Not at work: stopped or killed, or waiting for the rest of the file or for the disk",
                        account.stopped());
            }
            add(
                    "<tr><td class=\"total\">All, until the last row was answered</td><td class=\"number total\">%s</td>"
                            + "<td></td></tr></table>",
                    time(account.total()));
            unrecorded();
        }
        Duration best = account.atBest(totals.rows(), settings);
        add(
                "<p>At best: %s</p>",
                totals.rows() == 0 || best == null
                        ? "unknown, because there is no call budget and no call was measured."
                        : text(
                                "one call for each of the %,d rows takes %s at %s.",
                                totals.rows(),
                                time(best),
                                settings.callsPerSecond() > 0
                                        ? text("the %s calls a second of the budget", number(settings.callsPerSecond()))
                                        : text(
                                                "the mean time of a call, with %d lookups in flight and no budget",
                                                settings.concurrency())));
    }

    private void unrecorded() {
        long unknown = totals.rows() - account.answered();
        if (unknown > 0) {
            add(
                    "<p>The time of %,d rows is unknown: they were answered by a process that was killed before it recorded"
                            + " it, by an older version, or by other processes.</p>",
                    unknown);
        }
        add(
                "<p class=\"soft\">Looked at ten times a second, recorded every %d s; what a killed process had not"
                        + " recorded yet counts as not at work.</p>",
                Timeline.EVERY / 1_000);
    }

    private void spent(String what, Duration time) {
        add(
                "<tr><td>%s</td><td class=\"number\">%s</td><td class=\"number\">%s</td></tr>",
                HtmlText.of(what),
                time(time),
                share(time.toMillis(), account.total().toMillis()));
    }

    private static String pace(String name) {
        return switch (name) {
            case Activity.CALLING -> "The calls: the API's answers, and waits before a retry";
            case Activity.BUDGET -> "The call budget";
            case Activity.LOG_IN -> "A log-in, for which lookups waited";
            default ->
                "A hold: "
                        + Arrays.stream(HoldCause.values())
                                .filter(cause -> name.equals(Activity.HOLD + cause.label()))
                                .findFirst()
                                .map(HoldCause::text)
                                .orElse(name);
        };
    }

    // ---- files and settings

    private void files() {
        add("<h2>Files</h2><ul>"
                + "<li><a href=\"results.csv\">results.csv</a>: every row of the input, in its order, with its"
                + " outcome</li>"
                + "<li><a href=\"found.csv\">found.csv</a> (<a href=\"found.jsonl\">found.jsonl</a>): the"
                + " customers</li>"
                + "<li><a href=\"errors.csv\">errors.csv</a> (<a href=\"errors.jsonl\">errors.jsonl</a>): the rows"
                + " without a customer</li></ul>");
    }

    private void settings() {
        if (settings.shown().isEmpty()) {
            return;
        }
        add("<h2>Settings of the last run that differ from the defaults</h2><div class=\"wide\"><table>");
        settings.shown()
                .forEach((key, value) ->
                        add("<tr><td><code>%s</code></td><td>%s</td></tr>", HtmlText.of(key), HtmlText.foreign(value)));
        add("</table></div>");
    }

    // ---- text

    private static boolean retryable(String outcome) {
        return outcome(outcome).filter(Outcome::retryable).isPresent();
    }

    private static Optional<Outcome> outcome(String text) {
        return Arrays.stream(Outcome.values())
                .filter(value -> value.text().equals(text))
                .findFirst();
    }

    private static String share(long part, long all) {
        double percent = all == 0 ? 0 : 100.0 * part / all;
        return percent > 0 && percent < 0.1
                ? "&lt; 0.1 %"
                : percent < 100 && percent > 99.9 ? "&gt; 99.9 %" : text("%.1f %%", percent);
    }

    private static String time(Duration time) {
        if (time.toMillis() < 1_000) {
            return time.toMillis() + " ms";
        }
        return time.toSeconds() < 10 ? text("%.1f s", time.toMillis() / 1e3) : DurationText.of(time);
    }

    private static String number(double number) {
        return number == Math.rint(number) ? text("%,.0f", number) : text("%,.1f", number);
    }

    private void add(String format, Object... values) {
        body.append(text(format, values)).append('\n');
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String style() {
        try (InputStream style = ReportPage.class.getResourceAsStream("report.css")) {
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String style) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
