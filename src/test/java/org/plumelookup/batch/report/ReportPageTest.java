package org.plumelookup.batch.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.api.Outcome;
import org.plumelookup.lookup.ExactJson;
import org.xml.sax.InputSource;

/** The report says what happened, in figures that add up, and nothing in it can run. */
class ReportPageTest {
    private static final long BEGUN = Instant.parse("2026-01-05T08:00:00Z").toEpochMilli();
    private static final String EVIL = "<script>alert('1')</script>&\"\u0000\u202e";

    @TempDir
    private Path folder;

    private static ReportSettings settings(double callsPerSecond) {
        return new ReportSettings(
                callsPerSecond,
                8,
                new TreeMap<>(Map.of("plume.api.url", "https://x/api", "plume.auth.token", "***")),
                "1.2.3");
    }

    private static Totals totals(String input, Object... outcomes) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < outcomes.length; i += 2) {
            counts.put(((Outcome) outcomes[i]).text(), ((Number) outcomes[i + 1]).longValue());
        }
        long rows = counts.values().stream().mapToLong(Long::longValue).sum();
        return new Totals(input, rows, 2 * counts.getOrDefault("found", 0L), counts, Instant.ofEpochMilli(BEGUN));
    }

    private static TimeSlice slice(long second, long seconds, long calls, Object... paces) {
        Map<String, Long> millis = new TreeMap<>();
        for (int i = 0; i < paces.length; i += 2) {
            millis.put((String) paces[i], 1_000L * (int) paces[i + 1]);
        }
        long from = BEGUN + second * 1_000;
        return new TimeSlice(from, from + seconds * 1_000, calls, calls, calls, calls * 200, 3_000, millis);
    }

    private String html(Totals totals, ReportSettings settings, List<TimeSlice> slices) throws IOException {
        return new ReportPage(folder, totals, settings, slices, FailureGroups.of(folder)).html();
    }

    private void errors(String... lines) throws IOException {
        Files.write(folder.resolve("errors.jsonl"), List.of(lines));
    }

    private static String error(int row, String id, String category, String reason) {
        return ExactJson.MAPPER
                .createObjectNode()
                .put("row", row)
                .put("accountId", id)
                .put("category", category)
                .put("reason", reason)
                .toString();
    }

    /** Returns the text of a page as a person reads it, without the styles. */
    private static String text(String html) {
        return html.replaceAll("(?s)<style>.*?</style>", "")
                .replaceAll("(?s)<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }

    @Test
    void itAccountsForTheRowsAndForTheTimeOverAllRuns() throws Exception {
        errors(
                error(2, "N2", "no-match", "The API knows no customer of N2."),
                error(3, "N3", "no-match", "The API knows no customer of N3."),
                error(5, "S5", "server-error", "Status 503. Given up after 4 calls."));
        List<TimeSlice> slices = List.of(
                slice(0, 100, 500, "budget", 90, "calling", 10),
                slice(100, 100, 20, "hold-firewall", 80, "budget", 19, "log-in", 1),
                slice(500, 100, 480, "budget", 100)); // stopped for 300 s

        String html = html(
                totals("accounts.csv", Outcome.FOUND, 997, Outcome.NO_MATCH, 2, Outcome.SERVER_ERROR, 1),
                settings(6),
                slices);
        assertThat(text(html))
                .contains("All 1,000 rows are answered: 997 with a customer (99.7 %), 3 without.")
                .contains("It took 10 min, from 2026-01-05 08:00:00 UTC to 2026-01-05 08:10:00 UTC.")
                .contains("found 997 99.7 % Plume has a customer", "no-match 2 0.2 %", "server-error 1 0.1 %")
                .contains("1 of the 3 rows without a customer failed because of a fault that passes by itself.")
                .contains("2 no-match The API knows no customer of N2. such as row 2 ( N2 ), row 3 ( N3 ) Check the")
                .contains("1 server-error Status 503. Given up after 4 calls. such as row 5 ( S5 ) Ask again later.")
                .contains("1,000 calls in all", "200 ms in the mean, 3.0 s the slowest", "360 a minute")
                .contains("The call budget 3 min 29 s 34.8 %")
                .contains("answers, and waits before a retry 10 s 1.7 %")
                .contains("A hold: the API&#39;s firewall blocks us 1 min 20 s 13.3 %")
                .contains("A log-in, for which lookups waited 1.0 s 0.2 %")
                .contains(
                        "Not at work: stopped or killed, or waiting for the rest of the file or for the disk 5 min 50.0 %")
                .contains("All, until the last row was answered 10 min")
                .contains("At best: one call for each of the 1,000 rows takes 2 min 46 s at the 6 calls a second")
                .contains("plume.auth.token ***", "Plume Customer Lookup 1.2.3")
                .doesNotContain("is unknown");
        assertThat(html).contains("class=\"hold\"", "class=\"stopped\" x=", "class=\"budget\"");
    }

    @Test
    void whatNobodyRecordedIsUnknown() throws Exception {
        errors();
        assertThat(text(html(totals("a", Outcome.FOUND, 7), settings(0), List.of())))
                .contains("All 7 rows are answered: 7 with a customer (100.0 %), 0 without. Outcomes")
                .contains("Unknown: other processes looked the rows up, or an older version that kept no record.")
                .contains("At best: unknown")
                .doesNotContain("Ask again", "Calls a minute");
        assertThat(text(html(totals("a", Outcome.FOUND, 70), settings(0), List.of(slice(0, 10, 60, "calling", 10)))))
                .contains("The time of 10 rows is unknown")
                .contains("takes 1.8 s at the mean time of a call, with 8 lookups in flight and no budget");
    }

    @Test
    void aFileWithoutRowsIsSaidToHaveNone() throws Exception {
        errors();
        assertThat(text(html(totals("a"), settings(6), List.of())))
                .contains("The file has no row, so nothing was asked.")
                .doesNotContain("NaN", "Outcomes");
    }

    @Test
    void nothingFromOutsideIsMoreThanText() throws Exception {
        errors(error(1, EVIL, "unexpected", EVIL + " " + "x".repeat(5_000)), error(2, null, "invalid", EVIL));
        String html = html(
                totals(EVIL, Outcome.UNEXPECTED, 1, Outcome.INVALID, 1),
                new ReportSettings(6, 8, Map.of("plume.x", EVIL), EVIL),
                List.of(slice(0, 10, 3, "calling", 10)));

        assertThat(html)
                .hasSizeLessThan(20_000)
                .doesNotContain("<script", "\u0000", "style=", "http:", "https:")
                .doesNotContainPattern("<[^>]* on\\w+=")
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;")
                .contains("content=\"default-src 'none'; style-src 'sha256-");
        assertThat(Pattern.compile("\u202e")
                        .matcher(html.replaceAll("(?s)<bdi>.*?</bdi>", ""))
                        .results())
                .hasSizeLessThanOrEqualTo(2); // title and version
        String wellFormed = html.replaceFirst("<!DOCTYPE html>", "").replaceAll("<(meta [^>]*|br)>", "");
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(wellFormed)));
    }

    @Test
    void reasonsThatDifferInNumbersAreOneAndTooManyAreCountedTogether() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int row = 1; row <= 200; row++) {
            lines.add(error(row, "A-" + row, "invalid", "line " + row + " has " + row + " fields"));
            lines.add(error(1_000 + row, "B-" + row, "unexpected", "x".repeat(row)));
        }
        errors(lines.toArray(String[]::new));
        List<FailureGroups.Group> groups = FailureGroups.of(folder);

        assertThat(groups).hasSizeLessThan(60);
        assertThat(groups.get(0).rows()).isEqualTo(200);
        assertThat(groups.get(0).reason()).isEqualTo("line 1 has 1 fields");
        assertThat(groups.get(0).examples())
                .extracting(FailureGroups.Example::accountId)
                .containsExactly("A-1", "A-2", "A-3");
        assertThat(groups.get(1).reason()).isNull();
        assertThat(groups.stream().mapToLong(FailureGroups.Group::rows).sum()).isEqualTo(400);
    }

    @Test
    void theCommandThatAsksAgainIsOneForAShell() {
        assertThat(AskAgain.command(Path.of("outbox", "a-1.csv")))
                .isEqualTo("plume-lookup file outbox/a-1.csv/errors.jsonl");
        assertThat(AskAgain.command(Path.of("out box", "it's"))).endsWith(" 'out box/it'\\''s/errors.jsonl'");
    }
}
