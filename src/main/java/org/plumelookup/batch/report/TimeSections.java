package org.plumelookup.batch.report;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.plumelookup.observe.Activity;
import org.plumelookup.resilience.HoldCause;

/** Writes where the time of a batch went: its calls, how long they took, and what set the pace. */
final class TimeSections {
    private final PageBody page;
    private final TimeAccount account;
    private final long rows;
    private final ReportSettings settings;

    /**
     * Creates the sections.
     *
     * @param page gets them
     * @param account of the time
     * @param rows rows of the batch
     * @param settings of the program
     */
    TimeSections(PageBody page, TimeAccount account, long rows, ReportSettings settings) {
        this.page = page;
        this.account = account;
        this.rows = rows;
        this.settings = settings;
    }

    /**
     * Adds the sections to the page.
     *
     * @param slices what was recorded of the time
     */
    void add(List<TimeSlice> slices) {
        if (!slices.isEmpty()) {
            charts(new TimeChart(slices));
        }
        time();
    }

    private void charts(TimeChart chart) {
        double budget = 60 * settings.callsPerSecond();
        page.add(
                "<h2>Calls a minute</h2><figure>%s<figcaption class=\"legend soft\">%s%s%s%s</figcaption></figure>",
                chart.calls(budget),
                key("calls", "calls"),
                budget > 0 ? HtmlText.format("<span>- - - call budget: %,.0f a minute</span>", budget) : "",
                key("hold", "hold"),
                key("stopped", "not at work"));
        page.add(
                "<p class=\"soft\">%,d calls in all: log-ins, further pages, retries and canaries included, and those that"
                        + " other sources of the same process made meanwhile.</p>",
                account.calls());
        if (account.mean() != null) {
            page.add(
                    "<h2>How long a call took</h2><figure>%s<figcaption class=\"legend soft\">%s%s</figcaption></figure>",
                    chart.responses(), key("calls", "mean"), key("again", "slowest"));
            page.add(
                    "<p class=\"soft\">%s in the mean, %s the slowest.</p>",
                    HtmlText.time(account.mean()), HtmlText.time(account.slowest()));
        }
    }

    private static String key(String kind, String text) {
        return HtmlText.format(
                "<span><svg class=\"key\" viewBox=\"0 0 8 8\" aria-hidden=\"true\"><rect class=\"%s\" width=\"8\""
                        + " height=\"8\"/></svg>%s</span>",
                kind, text);
    }

    private void time() {
        page.add("<h2>Where the time went</h2>");
        if (account.begun() == null) {
            page.add("<p>Unknown: other processes looked the rows up, or an older version that kept no record.</p>");
        } else {
            page.add("<table><tr><th>What set the pace</th><th class=\"number\">Time</th>"
                    + "<th class=\"number\">Share</th></tr>");
            account.spent().forEach((name, time) -> spent(pace(name), time));
            if (account.stopped().toMillis() >= 1_000) {
                spent(
                        "Not at work: stopped or killed, or waiting for the rest of the file or for the disk",
                        account.stopped());
            }
            page.add(
                    "<tr><td class=\"total\">All, until the last row was answered</td><td class=\"number total\">%s</td>"
                            + "<td></td></tr></table>",
                    HtmlText.time(account.total()));
            unrecorded();
        }
        Duration best = account.atBest(rows, settings);
        page.add(
                "<p>At best: %s</p>",
                rows == 0 || best == null
                        ? "unknown, because there is no call budget and no call was measured."
                        : HtmlText.format(
                                "one call for each of the %,d rows takes %s at %s.",
                                rows,
                                HtmlText.time(best),
                                settings.callsPerSecond() > 0
                                        ? HtmlText.format(
                                                "the %s calls a second of the budget",
                                                HtmlText.number(settings.callsPerSecond()))
                                        : HtmlText.format(
                                                "the mean time of a call, with %d lookups in flight and no budget",
                                                settings.concurrency())));
    }

    private void unrecorded() {
        long unknown = rows - account.answered();
        if (unknown > 0) {
            page.add(
                    "<p>The time of %,d rows is unknown: they were answered by a process that was killed before it recorded"
                            + " it, by an older version, or by other processes.</p>",
                    unknown);
        }
        page.add(
                "<p class=\"soft\">Looked at ten times a second, recorded every %d s; what a killed process had not"
                        + " recorded yet counts as not at work.</p>",
                Timeline.EVERY / 1_000);
    }

    private void spent(String what, Duration time) {
        page.add(
                "<tr><td>%s</td><td class=\"number\">%s</td><td class=\"number\">%s</td></tr>",
                HtmlText.of(what),
                HtmlText.time(time),
                HtmlText.share(time.toMillis(), account.total().toMillis()));
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
}
