package org.plumelookup.batch.report;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.observe.OutcomeAdvice;

/** Writes what became of the rows, and what to do about those without a customer. */
final class OutcomeSections {
    private static final OutcomeAdvice NO_ADVICE = new OutcomeAdvice("", "");
    private static final int LONGEST_ID = 80;
    private static final int LONGEST_REASON = 400;

    private final PageBody page;
    private final Path folder;
    private final Totals totals;

    /**
     * Creates the sections.
     *
     * @param page gets them
     * @param folder folder of the results
     * @param totals of the batch
     */
    OutcomeSections(PageBody page, Path folder, Totals totals) {
        this.page = page;
        this.folder = folder;
        this.totals = totals;
    }

    /**
     * Adds the sections to the page.
     *
     * @param failures the most frequent ones first
     */
    void add(List<FailureGroups.Group> failures) {
        outcomes();
        again();
        failures(failures);
    }

    private void outcomes() {
        if (totals.rows() == 0) {
            return;
        }
        page.add("<h2>Outcomes</h2>");
        bar();
        page.add("<div class=\"wide\"><table><tr><th>Outcome</th><th class=\"number\">Rows</th>"
                + "<th class=\"number\">Share</th><th>Meaning</th></tr>");
        totals.outcomes()
                .forEach((name, rows) -> page.add(
                        "<tr><td class=\"name\"><svg class=\"key\" viewBox=\"0 0 8 8\" aria-hidden=\"true\"><rect class=\"%s\""
                                + " width=\"8\" height=\"8\"/></svg>%s</td><td class=\"number\">%,d</td>"
                                + "<td class=\"number\">%s</td><td>%s</td></tr>",
                        kind(name),
                        HtmlText.of(name),
                        rows,
                        HtmlText.share(rows, totals.rows()),
                        HtmlText.of(outcome(name)
                                .map(OutcomeAdvice::of)
                                .orElse(NO_ADVICE)
                                .meaning())));
        page.add("</table></div>");
        page.add("<p class=\"soft\">%,d customers in all: a row can have more than one.</p>", totals.customers());
    }

    private void bar() {
        page.add(
                "<svg role=\"img\" viewBox=\"0 0 720 24\" aria-label=\"%,d of %,d rows with a customer\">",
                totals.found(), totals.rows());
        double x = 0;
        for (Map.Entry<String, Long> outcome : totals.outcomes().entrySet()) {
            double width = 720.0 * outcome.getValue() / totals.rows();
            page.add(
                    "<rect class=\"%s\" x=\"%.2f\" width=\"%.2f\" height=\"24\"><title>%s: %,d</title></rect>",
                    kind(outcome.getKey()),
                    x,
                    Math.max(0.2, width - 1),
                    HtmlText.of(outcome.getKey()),
                    outcome.getValue());
            x += width;
        }
        page.add("</svg>");
    }

    private static String kind(String outcome) {
        return outcome.equals(Outcome.FOUND.text()) ? "found" : retryable(outcome) ? "again" : "failed";
    }

    private void again() {
        long failed = totals.rows() - totals.found();
        long passing = totals.outcomes().entrySet().stream()
                .filter(outcome -> retryable(outcome.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (failed == 0) {
            return;
        }
        page.add("<h2>Ask again</h2>");
        page.add(
                passing == 0
                        ? "<p>No row failed because of a fault that passes by itself.</p>"
                        : "<p>%,d of the %,d rows without a customer failed because of a fault that passes by itself.</p>",
                passing,
                failed);
        page.add(
                "<p>This asks %s again, once the causes below are removed:</p><pre>%s</pre>",
                failed == 1 ? "the row without a customer" : HtmlText.format("all %,d rows without a customer", failed),
                HtmlText.of(AskAgain.command(folder)));
    }

    private void failures(List<FailureGroups.Group> failures) {
        if (failures.isEmpty()) {
            return;
        }
        page.add("<h2>Why rows have no customer</h2><div class=\"wide\"><table><tr><th class=\"number\">Rows</th>"
                + "<th>Reason</th><th>What to do</th></tr>");
        for (FailureGroups.Group group : failures) {
            page.add(
                    "<tr><td class=\"number\">%,d</td><td><strong>%s</strong><br>%s<br><small>%s</small></td>"
                            + "<td class=\"cure\">%s</td></tr>",
                    group.rows(),
                    HtmlText.of(group.category()),
                    group.reason() == null
                            ? "other reasons"
                            : HtmlText.foreign(LookupRequest.cut(group.reason(), LONGEST_REASON)),
                    group.examples().stream()
                            .map(OutcomeSections::example)
                            .collect(Collectors.joining(", ", "such as ", "")),
                    HtmlText.of(outcome(group.category())
                            .map(outcome -> OutcomeAdvice.of(outcome, group.status()))
                            .orElse(NO_ADVICE)
                            .cure()));
        }
        page.add("</table></div><p class=\"soft\">Reasons that differ only in numbers or in the account ID are one; the"
                + " text is that of the first example.</p>");
    }

    private static String example(FailureGroups.Example example) {
        String id = example.accountId();
        return "row " + example.row()
                + (id == null ? "" : " (" + HtmlText.foreign(LookupRequest.cut(id, LONGEST_ID)) + ")");
    }

    private static boolean retryable(String outcome) {
        return outcome(outcome).filter(Outcome::retryable).isPresent();
    }

    private static Optional<Outcome> outcome(String text) {
        return Arrays.stream(Outcome.values())
                .filter(value -> value.text().equals(text))
                .findFirst();
    }
}
