package org.plumelookup.batch.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.api.Customer;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.input.FileScan;
import org.plumelookup.batch.input.RowReader;
import org.plumelookup.batch.input.RowSettings;
import org.plumelookup.lookup.OutcomeJson;

/** The results for people have every row in the order of the input, with its columns, whichever was answered first. */
class ResultsCsvTest {
    private static final String OURS =
            "\"outcome\",\"customerId\",\"customerAccountId\",\"name\",\"email\",\"locationIds\",\"reason\"";
    private static final String FOUND = "\"found\",\"c-%1$s\",\"%1$s\",\"Ada\",\"ada@example.com\",\"l1 l2\",\"\"";
    private static final String NONE = "\"no-match\",\"\",\"\",\"\",\"\",\"\",\"nobody\"";

    @TempDir
    private Path folder;

    private final Random random = new Random(7);

    /** Answers the rows of an input in any order, and returns the lines of the results; a row of more lines is one. */
    private List<String> results(String text) throws IOException {
        Path input = Files.writeString(folder.resolve("input"), text);
        RowSettings settings = new RowSettings("accountId", UTF_8);
        FileScan scan = FileScan.of(input, settings);
        answer(input, settings, scan);
        Set<String> fields = new HashSet<>(CsvExport.write(folder, "found", false));
        fields.addAll(CsvExport.write(folder, "errors", false));
        ResultsCsv.write(folder, scan.rows(), scan.columns(input), fields, false);
        String results = Files.readString(folder.resolve("results.csv"));
        assertThat(results).endsWith("\r\n");
        return List.of(results.split("\r\n"));
    }

    /** Writes the ledger: an ID with N is nobody's, and one with M is that of two customers. */
    private void answer(Path input, RowSettings settings, FileScan scan) throws IOException {
        List<LookupRequest> rows = new ArrayList<>();
        try (RowReader reader = RowReader.open(input, settings, scan)) {
            reader.forEachRemaining(rows::add);
        }
        Collections.shuffle(rows, random);
        List<String> found = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (LookupRequest row : rows) {
            LookupOutcome outcome = outcome(row);
            (outcome.found() ? found : errors).addAll(OutcomeJson.documents(outcome));
        }
        Files.write(folder.resolve("found.jsonl"), found);
        Files.write(folder.resolve("errors.jsonl"), errors);
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
        return String.format(Locale.ROOT, FOUND, id);
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
        assertThat(results("note\taccountId\n\"one\ntwo\"\tA1\n").get(1)).startsWith("\"one\ntwo\"\t\"A1\"\t\"found\"");
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
    void jsonLinesWithOneFieldHaveItThoughItIsOfARowWithoutACustomer() throws Exception {
        assertThat(results("""
                {"accountId":"A1"}
                {"a":"y","accountId":"N2"}
                """))
                .containsExactly("\"accountId\",\"a\"," + OURS, "\"A1\",\"\"," + found("A1"), "\"N2\",\"y\"," + NONE);
    }

    @Test
    void theirColumnsKeepTheirNamesWhereOursWouldBeTheSame() throws Exception {
        assertThat(results("accountId,Name\nA1,x\n").get(0))
                .isEqualTo("\"accountId\",\"Name\"," + OURS.replaceAll("\"(\\w)", "\"plume.$1"));
        assertThat(results("accountId,outcome,plume.outcome\nA1,x,y\n").get(0))
                .isEqualTo("\"accountId\",\"outcome\",\"plume.outcome\","
                        + OURS.replaceAll("\"(\\w)", "\"plume.plume.$1"));
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
    void manyRowsAreInOrderThoughOnlyAFewPlacesAreKept() throws Exception {
        int rows = 1_000;
        StringBuilder input = new StringBuilder();
        for (int row = 1; row <= rows; row++) {
            input.append(row % 3 == 0 ? "N" : row % 3 == 1 ? "M" : "A")
                    .append(row)
                    .append(row == 500 ? "x".repeat(300_000) : "") // longer than what is read at once
                    .append('\n');
        }
        results(input.toString());
        try (LedgerIndex ledger = new LedgerIndex(folder, rows, 300)) {
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
        results("B1\nN2\nM3\n");
        Files.write(folder.resolve("errors.jsonl"), new byte[0]);
        try (LedgerIndex ledger = new LedgerIndex(folder, 3)) {
            assertThatThrownBy(() -> ledger.records(2)).hasMessageContaining("no record of row 2");
        }
        Files.writeString(folder.resolve("errors.jsonl"), "{\"row\":2}");
        try (LedgerIndex ledger = new LedgerIndex(folder, 3)) {
            assertThatThrownBy(() -> ledger.records(2)).hasMessageContaining("errors.jsonl ends before");
        }
    }
}
