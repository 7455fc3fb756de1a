package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.Program;
import org.plumelookup.support.Service;

/** A service logs its start, the begin and the end of each batch, and what waits when it stops; no customer data. */
class ServiceLogTest {
    private static final String NAME = "accounts.csv";
    private static final String CLOCK = "(\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d:\\d\\d";
    private static final String PROGRESS = "INFO " + NAME + ": .*/s, .*"; // every 10 s, on a busy machine
    private static final String TIME = "(\\d+ min )?\\d+ s|\\d+ min";

    private final FakePlume plume = new FakePlume();
    private Program program;
    private Path inbox;
    private Path outbox;

    @BeforeEach
    void layOut(@TempDir Path folder) throws Exception {
        program = Program.in(folder).calling(plume, "plume.budget.calls-per-second", "100", "plume.file.rest", "200ms");
        inbox = program.data("inbox");
        outbox = program.data("outbox");
    }

    @AfterEach
    void closeFake() {
        plume.close();
    }

    @Test
    void aRunIsToldFromItsStartToItsStop() throws Exception {
        program.withVariable("HTTP_PROXY", "http://ada:s3cret@proxy.example.test:3128");
        try (Service service = program.service()) {
            put(NAME, "accountId", "A-1", "NONE-2", "A-3", "S422-4");
            await().until(() -> Files.exists(inbox.resolve(".done").resolve(NAME)));
            plume.block(Duration.ofMinutes(5));
            put("more.csv", "accountId", "B-1", "B-2");
            await().until(() -> program.said().contains("Hold: "));
            service.close();

            List<String> said = said();
            assertThat(said)
                    .anyMatch(line -> line.matches("INFO plume-lookup \\d\\S+ starts, with config/ and routes/ of "
                            + program.home("").toAbsolutePath() + "\\."))
                    .anyMatch(line -> line.startsWith("INFO Java " + Runtime.version() + ", Apache Camel 4."));
            assertThat(said)
                    .containsSubsequence(
                            "INFO API: " + plume.url()
                                    + ", proxy proxy.example.test:3128 (not for localhost, *.localhost,"
                                    + " 127.*, [::1], ::1)",
                            "INFO Pace: 100 calls/s, no window",
                            "INFO Folders: inbox " + inbox + ", outbox " + outbox,
                            "INFO Ready. Sources: plume-from-file (Files of the inbox)");
            assertThat(said)
                    .filteredOn(line -> line.contains(NAME) && !line.matches(PROGRESS))
                    .satisfiesExactly(
                            begin -> assertThat(begin)
                                    .matches("INFO " + NAME + " begins: 4 rows, 0 answered before, expected end "
                                            + CLOCK + " \\(in 0 s\\)\\."),
                            end -> assertThat(end)
                                    .matches("INFO " + NAME + " is complete after (" + TIME
                                            + "): 4 rows, found 2, no-match 1, invalid 1; report: "
                                            + outbox.resolve(NAME).resolve("report.html") + "\\."),
                            moved -> assertThat(moved)
                                    .isEqualTo("INFO " + NAME + " is complete and moved to "
                                            + inbox.resolve(".done").resolve(NAME) + "."));
            assertThat(said)
                    .containsSubsequence(
                            "INFO Stopping: nothing new is taken; lookups in flight have 45 s to end.",
                            "INFO more.csv is not finished: 0 of 2 rows are answered; it was stopped. Started again,"
                                    + " it goes on.");
            assertThat(program.said()).doesNotContain("s3cret");
            assertThat(said.get(said.size() - 2)).matches("INFO Stopped; it ran for (" + TIME + ")\\.");
            assertThat(said.get(said.size() - 1))
                    .isEqualTo("INFO 1 file waits in " + inbox + ": the next start goes on with it.");
        }
    }

    /** Odd names and columns, answers of every kind, retries and a channel elsewhere; our own packages even at TRACE. */
    @Test
    @ResourceLock(LogCapture.LOG)
    void noLineHasCustomerDataAndEachOfARowNamesItsBatchAndRow() throws Exception {
        List<String> ids = List.of("ÖDD <ID> 1", "NONE-${x}-2", "MANY-2-%3", "S404-odd-4", "FLAKY-1-odd-5");
        List<String> more = List.of("Straße 1; O'Neil", "=SUM(A1)", "\\n{{x}}", "+49 170 1234567", "ada@example.org");
        String silent = "?showBody=false&showBodyType=false&showExchangePattern=false";
        program.with("plume.success.uri", "log:of-the-channel" + silent)
                .with("plume.error.uri", "log:of-the-channel" + silent)
                .with("plume.concurrency", "1");
        List<String> rows = new ArrayList<>(List.of("E-Mail <private>,accountId"));
        for (int row = 0; row < ids.size(); row++) {
            rows.add(more.get(row) + "," + ids.get(row));
        }
        try (LogCapture log = new LogCapture().level("org.plumelookup", Level.TRACE);
                Service service = program.service();
                ProducerTemplate template = service.context().createProducerTemplate()) {
            put(NAME, rows.toArray(String[]::new));
            await().until(() -> Files.exists(inbox.resolve(".done").resolve(NAME)));
            template.sendBody("direct:plume-lookup", "FLAKY-1-of-nobody");

            List<String> customers = customers();
            assertThat(said())
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("E-Mail") || line.contains("FLAKY") || line.contains("odd"));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains(" org.plumelookup.") || line.matches("(INFO|WARN|ERROR) .*"))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line)
                            .doesNotContain(ids)
                            .doesNotContain(more)
                            .doesNotContain(customers));
            List<String> channel = log.lines().stream()
                    .filter(line -> line.contains("of-the-channel"))
                    .map(line -> line.replaceFirst("(?s).*(\\{.*}) *$", "$1"))
                    .toList();
            assertThat(channel.subList(0, 6)).containsExactlyInAnyOrder(row(1), row(2), row(3), row(3), row(4), row(5));
            assertThat(channel.get(6))
                    .as("of the same threads, but of no batch")
                    .isEqualTo("{}");
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("is complete after") && line.contains(outbox.toString()))
                    .singleElement()
                    .asString()
                    .contains("{plumeBatch=" + NAME + "}");
        }
    }

    private static String row(int row) {
        return "{plumeBatch=" + NAME + ", plumeRow=" + row + "}";
    }

    /** Returns what the results tell of customers. */
    private List<String> customers() throws Exception {
        List<String> told = new ArrayList<>();
        for (String line : Files.readAllLines(outbox.resolve(NAME).resolve("found.jsonl"))) {
            JsonNode customer = new ObjectMapper().readTree(line);
            Stream.of("customerId", "name", "email")
                    .map(field -> customer.path(field).asText())
                    .filter(text -> !text.isEmpty())
                    .forEach(told::add);
        }
        assertThat(told).isNotEmpty();
        return told;
    }

    /** Returns level and message of each line. */
    private List<String> said() {
        return program.said()
                .lines()
                .map(line -> line.replaceFirst("^\\S+ (\\w+) +\\S+ - ", "$1 "))
                .toList();
    }

    private void put(String name, String... lines) throws Exception {
        Path part = inbox.resolve("." + name);
        Files.write(part, List.of(lines));
        Files.move(part, inbox.resolve(name));
    }
}
