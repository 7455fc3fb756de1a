package org.plumelookup.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.plumelookup.disk.AtomicFile;

/** Writes {@code report.html}, the summary as a page for a browser. */
final class Report {
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>%1$s</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 40rem; padding: 0 1rem;
              color: #222 }
            table { border-collapse: collapse; width: 100%% }
            th, td { text-align: left; padding: .4rem .8rem; border-bottom: 1px solid #ddd }
            td + td, th + th { text-align: right }
            </style>
            </head>
            <body>
            <h1>%1$s</h1>
            <p>%2$d accounts, %3$d customers found. Finished %4$s after %5$s.</p>
            <table>
            <tr><th>Outcome</th><th>Accounts</th></tr>
            %6$s
            </table>
            <p><a href="found.csv">Customers found</a> (<a href="found.jsonl">JSON lines</a>) ·
            <a href="errors.csv">Accounts without a customer</a> (<a href="errors.jsonl">JSON lines</a>)</p>
            </body>
            </html>
            """;

    private Report() {}

    static void write(Summary summary) throws IOException {
        String rows = summary.outcomes().entrySet().stream()
                .map(entry ->
                        String.format(Locale.ROOT, "<tr><td>%s</td><td>%d</td></tr>", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
        Duration time = Duration.between(summary.started(), summary.finished());
        String page = String.format(
                Locale.ROOT,
                PAGE,
                escape(summary.input()),
                summary.rows(),
                summary.customers(),
                summary.finished(),
                String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart()),
                rows);
        AtomicFile.write(
                summary.folder().resolve("report.html"), out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
