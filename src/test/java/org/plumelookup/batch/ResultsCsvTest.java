package org.plumelookup.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.api.Customer;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.input.RowSettings;
import org.plumelookup.lookup.OutcomeJson;
import org.plumelookup.resilience.CircuitBreakers;

/** The results for people have every row in the order of the input, with its columns, whichever was answered first. */
class ResultsCsvTest {
    private static final String OURS =
            "\"outcome\",\"customerId\",\"customerAccountId\",\"name\",\"email\",\"locationIds\",\"reason\"";
    private static final String FOUND = "\"found\",\"c-%1$s\",\"%1$s\",\"Ada\",\"ada@example.com\",\"l1 l2\",\"\"";
    private static final String NONE = "\"no-match\",\"\",\"\",\"\",\"\",\"\",\"nobody\"";

    @TempDir
    private Path folder;

    private final Random random = new Random(7);

    private BatchSettings settings(String encoding, boolean bom) {
        return new BatchSettings(
                folder,
                folder.resolve("outbox"),
                new RowSettings("accountId", Charset.forName(encoding)),
                1,
                new ResultSettings(bom, 6, 8, Map.of(), "1"));
    }

    private byte[] results(String input, String encoding, boolean bom) throws Exception {
        Path file = Files.write(folder.resolve("input"), input.getBytes(encoding));
        try (Batch batch = open(file, settings(encoding, bom))) {
            answer(batch);
            return Files.readAllBytes(batch.finish().folder().resolve("results.csv"));
        }
    }

    /** Returns the lines of the results; those of more than one line are one. */
    private List<String> results(String input) throws Exception {
        return lines(new String(results(input, "UTF-8", false), UTF_8));
    }

    private static List<String> lines(String text) {
        assertThat(text).endsWith("\r\n");
        return List.of(text.split("\r\n"));
    }

    private static Batch open(Path file, BatchSettings settings) throws Exception {
        return Batch.open(
                file, settings, new InFlightLimiter(CircuitBreakers.closed(null, () -> {}), null, () -> false), true);
    }

    /** Answers all rows, in any order: an ID with N is nobody's, and one with M is that of two customers. */
    private void answer(Batch batch) throws IOException {
        List<LookupRequest> rows = new ArrayList<>();
        for (Iterator<LookupRequest> unanswered = batch.rows(); unanswered.hasNext(); ) {
            rows.add(unanswered.next());
        }
        Collections.shuffle(rows, random);
        for (LookupRequest row : rows) {
            LookupOutcome outcome = outcome(row);
            batch.record(outcome, OutcomeJson.documents(outcome));
            batch.release();
        }
    }

    private static LookupOutcome outcome(LookupRequest row) {
        if (row.problem() != null || row.accountId().startsWith("N")) {
            Outcome outcome = row.problem() == null ? Outcome.NO_MATCH : Outcome.INVALID;
            String reason = row.problem() == null ? "nobody" : row.problem();
            return new LookupOutcome(row, outcome, List.of(), 0, 200, reason, 1, Instant.EPOCH);
        }
        List<Customer> customers = new ArrayList<>();
        for (int i = 0; i < (row.accountId().startsWith("M") ? 2 : 1); i++) {
            customers.add(new Customer(
                    (i == 0 ? "c-" : "d-") + row.accountId(),
                    row.accountId(),
                    "Ada",
                    "ada@example.com",
                    List.of("l1", "l2")));
        }
        return new LookupOutcome(row, Outcome.FOUND, customers, 0, 200, null, 1, Instant.EPOCH);
    }

    private static String found(String id) {
        return String.format(java.util.Locale.ROOT, FOUND, id);
    }

    @Test
    void aPlainListHasTheColumnAccountIdAndEachCustomerALine() throws Exception {
        assertThat(results("B1\nN2\nM3\n\nA4"))
                .containsExactly(
                        "\"accountId\"," + OURS,
                        "\"B1\"," + found("B1"),
                        "\"N2\"," + NONE,
                        "\"M3\"," + found("M3"),
                        "\"M3\"," + found("M3").replace("c-M3", "d-M3"),
                        "\"A4\"," + found("A4"));
    }

    @Test
    void aCsvFileKeepsItsColumnsAsTheyWere() throws Exception {
        assertThat(results("zip;;accountId;zip;note\n01;x;A1;02;\"a;\"\"b\"\"\"\n1;;N2\n"))
                .containsExactly(
                        ("\"zip\",\"\",\"accountId\",\"zip\",\"note\"," + OURS).replace(',', ';'),
                        "\"01\";\"x\";\"A1\";\"02\";\"a;\"\"b\"\"\";"
                                + found("A1").replace(',', ';'),
                        "\"1\";\"\";\"N2\";\"\";\"\";" + NONE.replace(',', ';'));
    }

    @Test
    void aFieldCanHaveLineEnds() throws Exception {
        assertThat(new String(results("note\taccountId\n\"one\ntwo\"\tA1\n", "UTF-8", false), UTF_8))
                .contains("\"one\ntwo\"\t\"A1\"\t\"found\"");
    }

    @Test
    void aRowThatCannotBeReadIsThereAsItsText() throws Exception {
        assertThat(results("accountId,note\nA1,x,y,z\nN2,x\n\"A3,x\n"))
                .containsExactly(
                        "\"accountId\",\"note\"," + OURS,
                        "\"A1,x,y,z\",\"\",\"invalid\",\"\",\"\",\"\",\"\",\"\",\"line 2 has 4"
                                + " fields, the header has 2\"",
                        "\"N2\",\"x\"," + NONE,
                        "\"\"\"A3,x\",\"\",\"invalid\",\"\",\"\",\"\",\"\",\"\",\"line 4 is not CSV: a quote is not"
                                + " closed or is followed by text, or there is a carriage return outside quotes\"");
    }

    @Test
    void jsonLinesHaveTheFieldsOfAllRowsInTheOrderOfTheInput() throws Exception {
        assertThat(results("""
                {"accountId":"A1","b":1.50,"o":{"x":[1]}}
                {"a":"y","accountId":"N2","b":null}
                [3]
                """))
                .containsExactly(
                        "\"accountId\",\"b\",\"o\",\"a\",\"line\"," + OURS,
                        "\"A1\",\"1.50\",\"{\"\"x\"\":[1]}\",\"\",\"\"," + found("A1"),
                        "\"N2\",\"\",\"\",\"y\",\"\"," + NONE,
                        "\"\",\"\",\"\",\"\",\"[3]\",\"invalid\",\"\",\"\",\"\",\"\",\"\","
                                + "\"line 3 is not a JSON object\"");
    }

    @Test
    void theirColumnsKeepTheirNamesWhereOursWouldBeTheSame() throws Exception {
        assertThat(results("accountId,Name\nA1,x\n").get(0))
                .isEqualTo("\"accountId\",\"Name\"," + OURS.replaceAll("\"(\\w)", "\"plume.$1"));
        Files.delete(folder.resolve("input"));
        assertThat(results("accountId,outcome,plume.outcome\nA1,x,y\n").get(0))
                .isEqualTo("\"accountId\",\"outcome\",\"plume.outcome\","
                        + OURS.replaceAll("\"(\\w)", "\"plume.plume.$1"));
    }

    @Test
    void itIsUtf8WhateverTheInputIsAndHasAByteOrderMarkIfTheInputHasOneOrTheSettingSaysSo() throws Exception {
        String input = "accountId;Straße\nN1;Köln\n";

        assertThat(new String(results(input, "windows-1252", false), UTF_8)).startsWith("\"accountId\";\"Straße\"");
        Files.delete(folder.resolve("input"));
        assertThat(new String(results(input + "N2;x\n", "windows-1252", true), UTF_8))
                .startsWith("\uFEFF\"accountId\";\"Straße\";\"outcome\"")
                .contains("\"N1\";\"Köln\";");
        Files.delete(folder.resolve("input"));
        assertThat(new String(results("\uFEFF" + input, "UTF-8", false), UTF_8))
                .startsWith("\uFEFF\"accountId\";\"Straße\";\"outcome\"");
    }

    @Test
    void aCellThatWouldRunIsTextAndAPhoneNumberIsNot() throws Exception {
        assertThat(results("accountId,=x\nN1,+49 170 12\nN2,-5\nN3,=1+1\n"))
                .containsExactly(
                        "\"accountId\",\"'=x\"," + OURS,
                        "\"N1\",\"+49 170 12\"," + NONE,
                        "\"N2\",\"-5\"," + NONE,
                        "\"N3\",\"'=1+1\"," + NONE);
    }

    @Test
    void anEmptyFileHasTheHeader() throws Exception {
        assertThat(results("accountId;note\n")).containsExactly("\"accountId\";\"note\";" + OURS.replace(',', ';'));
    }

    @Test
    void aKillBeforeTheSummaryLetsTheNextStartWriteItAgain() throws Exception {
        byte[] first = results("B1\nN2\nM3\n", "UTF-8", false);
        Path results = folder.resolve("outbox/input");
        Files.delete(results.resolve("summary.json"));
        Files.write(results.resolve("results.csv"), new byte[] {1});
        try (Batch batch = open(folder.resolve("input"), settings("UTF-8", false))) {
            assertThat(batch.rows().hasNext()).isFalse();
            batch.finish();
        }
        assertThat(results.resolve("results.csv")).hasBinaryContent(first);
    }

    @Test
    void aFileThatGrowsHasItsNewRowsToo() throws Exception {
        results("B1\n", "UTF-8", false);
        Files.writeString(folder.resolve("input"), "N2\n", StandardOpenOption.APPEND);
        try (Batch batch = open(folder.resolve("input"), settings("UTF-8", false))) {
            assertThat(folder.resolve("outbox/input/results.csv")).doesNotExist();
            answer(batch);
            batch.finish();
        }
        assertThat(lines(Files.readString(folder.resolve("outbox/input/results.csv"))))
                .containsExactly("\"accountId\"," + OURS, "\"B1\"," + found("B1"), "\"N2\"," + NONE);
    }

    @Test
    void manyRowsAreInOrderThoughOnlyAFewPlacesAreKept() throws Exception {
        int rows = 1_000;
        StringBuilder input = new StringBuilder();
        for (int row = 1; row <= rows; row++) {
            input.append(row % 3 == 0 ? "N" : row % 3 == 1 ? "M" : "A")
                    .append(row)
                    .append(row == 500 ? "x".repeat(300_000) : "") // longer than what is read at once
                    .append('\n');
        }
        results(input.toString(), "UTF-8", false);
        try (LedgerIndex ledger = new LedgerIndex(folder.resolve("outbox/input"), rows, 300)) {
            for (int row = 1; row <= rows; row++) {
                int number = row;
                assertThat(ledger.records(row))
                        .hasSize(row % 3 == 1 ? 2 : 1)
                        .allSatisfy(
                                record -> assertThat(record.path("row").asInt()).isEqualTo(number));
            }
            assertThat(ledger.records(1).get(1).path("match").asInt()).isEqualTo(2);
        }
    }

    @Test
    void aLedgerThatLacksARowIsNotComplete() throws Exception {
        results("B1\nN2\nM3\n", "UTF-8", false);
        Files.write(folder.resolve("outbox/input/errors.jsonl"), new byte[0]);
        try (LedgerIndex ledger = new LedgerIndex(folder.resolve("outbox/input"), 3)) {
            assertThatThrownBy(() -> ledger.records(2)).hasMessageContaining("no record of row 2");
        }
        Files.writeString(folder.resolve("outbox/input/errors.jsonl"), "{\"row\":2}");
        try (LedgerIndex ledger = new LedgerIndex(folder.resolve("outbox/input"), 3)) {
            assertThatThrownBy(() -> ledger.records(2)).hasMessageContaining("errors.jsonl ends before");
        }
    }
}
