package org.plumelookup.batch.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** Builds the page of a report. It has no script, asks for no other file, and escapes all text. */
final class ReportPage {
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
    private final PageBody page = new PageBody();

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
        new OutcomeSections(page, folder, totals).add(failures);
        new TimeSections(page, account, totals.rows(), settings).add(slices);
        files();
        settings();
        page.add(
                "<footer>Plume Customer Lookup %s. Complete at %s.</footer>",
                HtmlText.of(settings.version()), HtmlText.moment(totals.finished()));
        String style = style();
        return HtmlText.format(FRAME, hash(style), HtmlText.of(totals.input()), style, page);
    }

    private void lead() {
        long found = totals.found();
        page.add("<header><h1>%s</h1>", HtmlText.foreign(totals.input()));
        page.add(
                "<p class=\"lead\">%s</p>",
                totals.rows() == 0
                        ? "The file has no row, so nothing was asked."
                        : HtmlText.format(
                                "All %,d rows are answered: %,d with a customer (%s), %,d without.%s",
                                totals.rows(),
                                found,
                                HtmlText.share(found, totals.rows()),
                                totals.rows() - found,
                                howLong()));
        page.add("</header>");
    }

    private String howLong() {
        return account.begun() == null
                ? ""
                : HtmlText.format(
                        " It took %s, from %s to %s.",
                        HtmlText.time(account.total()),
                        HtmlText.moment(account.begun()),
                        HtmlText.moment(account.ended()));
    }

    private void files() {
        page.add("<h2>Files</h2><ul>"
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
        page.add("<h2>Settings of the last run that differ from the defaults</h2><div class=\"wide\"><table>");
        settings.shown()
                .forEach((key, value) -> page.add(
                        "<tr><td><code>%s</code></td><td>%s</td></tr>", HtmlText.of(key), HtmlText.foreign(value)));
        page.add("</table></div>");
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
