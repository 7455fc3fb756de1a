package org.plumelookup.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Flow;

/** A batch gives the same answers whatever the format of its file, and results that people and programs can read. */
class FormatsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ACCOUNTS =
            List.of("A1", "NONE-2", "MANY-12-3", "a/b?c=d&e#f 100%+;é漢", "S404-5", "007");

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static FakePlume plume;
    private static Flow flow;

    @BeforeAll
    static void start() {
        plume = new FakePlume();
        flow = Flow.start(plume, shared.resolve("outbox"));
    }

    @AfterAll
    static void stop() {
        flow.close();
        plume.close();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<JsonNode> records(Summary summary, String name) throws IOException {
        try (Stream<String> lines = Files.lines(summary.folder().resolve(name))) {
            return lines.map(FormatsTest::json)
                    .sorted((one, other) -> Long.compare(
                            one.path("row").asLong() * 100 + one.path("match").asInt(),
                            other.path("row").asLong() * 100
                                    + other.path("match").asInt()))
                    .toList();
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<NamedCsvRecord> csv(Summary summary, String name) throws IOException {
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(summary.folder().resolve(name), StandardCharsets.UTF_8)) {
            return reader.stream().toList();
        }
    }

    @Test
    void theSameAccountsGiveTheSameCustomersAsPlainTextAsCsvAndAsJsonLines() throws Exception {
        Summary plain = flow.batch(file("formats.txt", String.join("\n", ACCOUNTS)));
        Summary csv = flow.batch(file(
                "formats.csv",
                "\ufeffnote;accountId\r\n"
                        + ACCOUNTS.stream().map(id -> "x;\"" + id + "\"\r\n").collect(Collectors.joining())));
        Summary lines = flow.batch(file(
                "formats.jsonl",
                ACCOUNTS.stream()
                        .map(id -> JSON.createObjectNode().put("accountId", id).put("note", "x") + "\n")
                        .collect(Collectors.joining())));

        assertThat(plain.outcomes())
                .isEqualTo(Map.of("found", 4L, "no-match", 1L, "not-found", 1L))
                .isEqualTo(csv.outcomes())
                .isEqualTo(lines.outcomes());
        assertThat(plain.customers()).isEqualTo(15).isEqualTo(csv.customers()).isEqualTo(lines.customers());
        List<JsonNode> found = answers(plain, "found.jsonl");
        assertThat(found).hasSize(15).isEqualTo(answers(csv, "found.jsonl")).isEqualTo(answers(lines, "found.jsonl"));
        assertThat(found.get(0).path("customerId").asText()).isEqualTo(FakePlume.customerId("A1", 0));
        assertThat(found.get(14).path("accountId").asText()).isEqualTo("007");
        assertThat(answers(plain, "errors.jsonl"))
                .hasSize(2)
                .isEqualTo(answers(csv, "errors.jsonl"))
                .isEqualTo(answers(lines, "errors.jsonl"));
        assertThat(records(csv, "found.jsonl"))
                .isNotEmpty()
                .allSatisfy(
                        record -> assertThat(record.path("input").toString()).isEqualTo("{\"note\":\"x\"}"));
    }

    /** Returns records without what differs from run to run, or from format to format. */
    private static List<JsonNode> answers(Summary summary, String name) throws IOException {
        return records(summary, name).stream()
                .<JsonNode>map(record -> ((ObjectNode) record).without(List.of("time", "input")))
                .toList();
    }

    @Test
    void theErrorsOfAnEarlierRunAreAnInputAndTheirColumnsSurviveAgainAndAgain() throws Exception {
        Summary first = flow.batch(file(
                "again.csv",
                "region,accountId,reason\nnorth,FLAKY-6-1,new\nsouth,A2,moved\nwest,NONE-3,\"a \"\"b\"\"\"\n"));
        assertThat(first.outcomes()).isEqualTo(Map.of("found", 1L, "server-error", 1L, "no-match", 1L));

        Summary second =
                flow.batch(Files.copy(first.folder().resolve("errors.jsonl"), folder.resolve("again-errors.jsonl")));
        Summary third = flow.batch(
                Files.copy(second.folder().resolve("errors.jsonl"), folder.resolve("again-errors-errors.jsonl")));

        assertThat(second.outcomes()).isEqualTo(Map.of("found", 1L, "no-match", 1L));
        assertThat(third.outcomes()).isEqualTo(Map.of("no-match", 1L));
        JsonNode found = records(second, "found.jsonl").get(0);
        assertThat(found.path("accountId").asText()).isEqualTo("FLAKY-6-1");
        assertThat(found.path("input").toString()).isEqualTo("{\"region\":\"north\",\"reason\":\"new\"}");
        JsonNode error = records(third, "errors.jsonl").get(0);
        assertThat(error.path("row").asInt()).isEqualTo(1);
        assertThat(error.path("input").toString()).isEqualTo("{\"region\":\"west\",\"reason\":\"a \\\"b\\\"\"}");
        assertThat(csv(third, "errors.csv").get(0).getField("input.reason")).isEqualTo("a \"b\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "\t=1", "＝1"})
    void whatASpreadsheetWouldRunAsAFormulaIsText(String formula) throws Exception {
        String name =
                "formula-" + formula.codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining("-"));
        ObjectNode good = JSON.createObjectNode().put("accountId", "A1").put("note", formula);
        ObjectNode bad = JSON.createObjectNode()
                .put("accountId", "NONE-1")
                .put("note", formula)
                .put(formula, "x");
        Summary summary = flow.batch(file(name, good + "\n" + bad + "\n"));

        assertThat(csv(summary, "found.csv").get(0).getField("note")).isEqualTo("'" + formula);
        NamedCsvRecord error = csv(summary, "errors.csv").get(0);
        assertThat(error.getField("note")).isEqualTo("'" + formula);
        assertThat(error.getHeader()).endsWith("note", "'" + formula);
        assertThat(error.getField("'" + formula)).isEqualTo("x");
    }

    @Test
    void everyCellOfTheCsvFilesReadsBackAsItIsInTheJsonLines() throws Exception {
        Summary summary = flow.batch(file("cells.jsonl", """
                {"accountId":"A,\\"1\\"","note":"two\\nlines, \\"quote\\"","number":1.50,"list":["a","b"],"none":null}
                {"accountId":"MANY-2-1","note":" blank around "}
                {"accountId":"-1","note":"x"}
                {"accountId":"NONE-1","note":"é漢"}
                """));

        List<NamedCsvRecord> found = csv(summary, "found.csv");
        assertThat(found).hasSize(4);
        Map<String, NamedCsvRecord> byPlace = found.stream()
                .collect(Collectors.toMap(
                        cells -> cells.getField("row") + "/" + cells.getField("match"), cells -> cells));
        assertThat(byPlace).containsOnlyKeys("1/1", "2/1", "2/2", "3/1");
        NamedCsvRecord first = byPlace.get("1/1");
        assertThat(first.getField("accountId")).isEqualTo("A,\"1\"");
        assertThat(first.getField("note")).isEqualTo("two\nlines, \"quote\"");
        assertThat(first.getField("number")).isEqualTo("1.50");
        assertThat(first.getField("list")).isEqualTo("a b");
        assertThat(first.getField("none")).isEmpty();
        assertThat(first.getField("locationIds").split(" ")).hasSize(2);
        assertThat(byPlace.get("2/2").getField("customerId")).isEqualTo(FakePlume.customerId("MANY-2-1", 1));
        assertThat(byPlace.get("2/2").getField("matches")).isEqualTo("2");
        assertThat(byPlace.get("2/1").getField("note")).isEqualTo(" blank around ");
        assertThat(byPlace.get("3/1").getField("accountId")).isEqualTo("-1");
        NamedCsvRecord error = csv(summary, "errors.csv").get(0);
        assertThat(error.getHeader())
                .containsExactly(
                        "row", "accountId", "category", "status", "reason", "retryable", "calls", "time", "note");
        assertThat(error.getField("note")).isEqualTo("é漢");
        assertThat(error.getField("category")).isEqualTo("no-match");
    }

    @Test
    void theSummaryAndTheReportTellWhatBecameOfTheBatch() throws Exception {
        Instant before = Instant.now();
        Summary summary = flow.batch(file("<b>&\"x\".txt", "A1\nMANY-3-1\nNONE-1\nNONE-2\nnull\n"));

        JsonNode json = JSON.readTree(summary.folder().resolve("summary.json").toFile());
        assertThat(json.path("input").asText()).isEqualTo("<b>&\"x\".txt");
        assertThat(json.path("rows").asInt()).isEqualTo(5);
        assertThat(json.path("customers").asInt()).isEqualTo(4);
        assertThat(json.path("outcomes").toString()).isEqualTo("{\"found\":2,\"no-match\":2,\"invalid\":1}");
        Instant started = Instant.parse(json.path("started").asText());
        assertThat(started).isBetween(before, Instant.now());
        assertThat(Instant.parse(json.path("finished").asText())).isBetween(started, Instant.now());
        assertThat(Files.readString(summary.folder().resolve("report.html")))
                .contains("&lt;b&gt;&amp;&quot;x&quot;.txt", "All 5 rows are answered: 2 with a customer (40.0 %)")
                .contains("4 customers in all", "no-match", "href=\"results.csv\"", "href=\"errors.jsonl\"")
                .contains("It took", "Calls a minute", "Plume Customer Lookup")
                .doesNotContain("<b>", "<script", "unknown");
    }

    @Test
    void anotherFileOfTheSameNameGetsAFolderOfItsOwn() throws Exception {
        Summary first = flow.batch(file("daily.txt", "A1\n"));
        Summary second = flow.batch(file("daily.txt", "A2\nA3\n"));
        Summary third = flow.batch(file("daily.txt", "A4\n"));

        assertThat(first.folder()).hasFileName("daily.txt");
        assertThat(second.folder()).hasFileName("daily.txt-2");
        assertThat(third.folder()).hasFileName("daily.txt-3");
        assertThat(records(first, "found.jsonl")).hasSize(1);
        assertThat(records(second, "found.jsonl")).hasSize(2);
    }

    @Test
    void theSameFileAgainIsTheSameBatchAndAsksNothing() throws Exception {
        Path file = file("same.txt", "A1\nA2\n");
        Summary first = flow.batch(file);
        long calls = plume.stats().calls();

        assertThat(flow.batch(file)).isEqualTo(first);
        assertThat(plume.stats().calls()).isEqualTo(calls);

        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(flow.batch(file).folder()).hasFileName("same.txt-2");
    }
}
