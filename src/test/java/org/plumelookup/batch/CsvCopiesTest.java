package org.plumelookup.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.input.RowSettings;
import org.plumelookup.batch.report.ReportSettings;
import org.plumelookup.lookup.OutcomeJson;
import org.plumelookup.resilience.CircuitBreakers;

/** A complete batch has its CSV copies, in UTF-8, whatever happened before it was complete. */
class CsvCopiesTest {
    private static final String HEADER = "\"accountId\",\"outcome\",\"customerId\",\"customerAccountId\",\"name\","
            + "\"email\",\"locationIds\",\"reason\"\r\n";
    private static final String NONE = ",\"no-match\",\"\",\"\",\"\",\"\",\"\",\"nobody\"\r\n";

    @TempDir
    private Path folder;

    private BatchSettings settings(String encoding, boolean bom) {
        return new BatchSettings(
                folder,
                folder.resolve("outbox"),
                new RowSettings("accountId", Charset.forName(encoding)),
                1,
                bom,
                ReportSettings.NONE);
    }

    private String results(String input, String encoding, boolean bom) throws Exception {
        Path file = Files.write(folder.resolve("input"), input.getBytes(encoding));
        return complete(file, settings(encoding, bom));
    }

    /** Answers the rows that are not answered: nobody has such an account. */
    private static String complete(Path file, BatchSettings settings) throws Exception {
        try (BatchRun batch = open(file, settings)) {
            for (Iterator<LookupRequest> rows = batch.rows(); rows.hasNext(); ) {
                answer(batch, rows.next());
            }
            return Files.readString(batch.finish().folder().resolve("results.csv"));
        }
    }

    private static void answer(BatchRun batch, LookupRequest row) throws IOException {
        LookupOutcome outcome = new LookupOutcome(row, Outcome.NO_MATCH, List.of(), 0, 200, "nobody", 1, Instant.EPOCH);
        batch.record(outcome, OutcomeJson.documents(outcome));
        batch.release();
    }

    private static BatchRun open(Path file, BatchSettings settings) throws Exception {
        return BatchRun.open(
                file,
                settings,
                new InFlightLimiter(CircuitBreakers.closed(null, () -> {}), null, () -> false),
                () -> true);
    }

    @Test
    void theyAreUtf8WhateverTheInputIsAndHaveAByteOrderMarkIfTheInputHasOneOrTheSettingSaysSo() throws Exception {
        String input = "accountId;Straße\nN1;Köln\n";

        assertThat(results(input, "windows-1252", false)).startsWith("\"accountId\";\"Straße\"");
        Files.delete(folder.resolve("input"));
        assertThat(results(input + "N2;x\n", "windows-1252", true))
                .startsWith("\uFEFF\"accountId\";\"Straße\";\"outcome\"")
                .contains("\"N1\";\"Köln\";");
        Files.delete(folder.resolve("input"));
        assertThat(results("\uFEFF" + input, "UTF-8", false)).startsWith("\uFEFF\"accountId\";\"Straße\";\"outcome\"");
    }

    @Test
    void aKillBeforeTheSummaryLetsTheNextStartWriteThemAgain() throws Exception {
        String first = results("N1\nN2\n", "UTF-8", false);
        Path results = folder.resolve("outbox/input");
        Files.delete(results.resolve("summary.json"));
        Files.write(results.resolve("results.csv"), new byte[] {1});
        try (BatchRun batch = open(folder.resolve("input"), settings("UTF-8", false))) {
            assertThat(batch.rows().hasNext()).isFalse();
            batch.finish();
        }
        assertThat(results.resolve("results.csv")).content(UTF_8).isEqualTo(first);
    }

    @Test
    void aFileThatGrowsHasItsNewRowsInThemToo() throws Exception {
        Path file = folder.resolve("input");
        BatchSettings settings = settings("UTF-8", false);
        results("N1\n", "UTF-8", false);
        Files.writeString(file, "N2\n", StandardOpenOption.APPEND);
        open(file, settings).close();
        assertThat(folder.resolve("outbox/input/results.csv")).doesNotExist();
        assertThat(complete(file, settings)).isEqualTo(HEADER + "\"N1\"" + NONE + "\"N2\"" + NONE);
    }
}
