package org.plumelookup.flow.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Flow;

/** What a person gets of a batch: each row with its outcome, and an account of what happened, over all its runs. */
class ReportTest {
    private static final int ROWS = 60;
    private static final String[] SETTINGS = {
        "plume.file.encoding",
        "windows-1252",
        "plume.budget.calls-per-second",
        "50",
        "plume.budget.window",
        "1s" // how long a hold for the firewall lasts
    };

    @TempDir
    private Path folder;

    private final FakePlume plume = new FakePlume();

    @AfterEach
    void closeFake() {
        plume.close();
    }

    private static String id(int row) {
        return switch (row % 10) {
            case 0 -> "NONE-" + row;
            case 5 -> "MANY-2-" + row;
            case 7 -> row == 17 ? "S500-" + row : "FLAKY-1-" + row;
            default -> "A-" + row;
        };
    }

    private Path input() throws IOException {
        String rows = IntStream.rangeClosed(1, ROWS)
                .mapToObj(row -> "Jürgen " + row + ";\"" + id(row) + "\";+49 170 " + row)
                .collect(Collectors.joining("\r\n", "Name;accountId;Phone\r\n", "\r\n"));
        return Files.writeString(folder.resolve("accounts.csv"), rows, Charset.forName("windows-1252"));
    }

    private static List<NamedCsvRecord> results(Path file) throws IOException {
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().fieldSeparator(';').ofNamedCsvRecord(file, UTF_8)) {
            return reader.stream().toList();
        }
    }

    @Test
    void itTellsOfAllRunsAndOfEachRowInTheOrderOfTheInput() throws Exception {
        Path input = input();
        try (Flow flow = Flow.start(plume, folder.resolve("outbox"), SETTINGS)) {
            AtomicInteger calls = new AtomicInteger();
            plume.onReceived(call -> {
                if (calls.incrementAndGet() == ROWS / 3) {
                    plume.block(Duration.ofMinutes(5));
                }
            });
            CompletableFuture<Summary> stopped = flow.batchLater(input);
            await().until(flow::isHeld);
            flow.context().stop();
            await().until(stopped::isDone);
        }
        plume.block(Duration.ZERO);
        Summary summary;
        try (Flow flow = Flow.start(plume, folder.resolve("outbox"), SETTINGS)) {
            summary = flow.batch(input);
            List<NamedCsvRecord> results = results(summary.folder().resolve("results.csv"));
            byte[] before = Files.readAllBytes(summary.folder().resolve("results.csv"));

            assertThat(results.get(0).getHeader())
                    .containsExactly(
                            "Name",
                            "accountId",
                            "Phone",
                            "plume.outcome",
                            "plume.customerId",
                            "plume.customerAccountId",
                            "plume.name",
                            "plume.email",
                            "plume.locationIds",
                            "plume.reason");
            assertThat(results.stream().map(row -> row.getField("Name")).distinct())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, ROWS)
                            .mapToObj(row -> "Jürgen " + row)
                            .toList());
            assertThat(results).hasSize(ROWS + ROWS / 10).allSatisfy(row -> {
                String id = row.getField("accountId");
                assertThat(row.getField("plume.customerAccountId"))
                        .isEqualTo(id.startsWith("NONE-") || id.startsWith("S500-") ? "" : id);
                assertThat(row.getField("Phone")).startsWith("+49 170 ");
            });
            assertThat(results.get(4).getField("plume.customerId")).isEqualTo(FakePlume.customerId(id(5), 0));
            assertThat(results.get(5).getField("plume.customerId")).isEqualTo(FakePlume.customerId(id(5), 1));

            long calls = plume.stats().calls();
            Files.delete(summary.folder().resolve("results.csv"));
            Files.delete(summary.folder().resolve("summary.json")); // as if it was killed before it wrote them
            assertThat(flow.batch(input).outcomes()).isEqualTo(summary.outcomes());
            assertThat(plume.stats().calls()).isEqualTo(calls);
            assertThat(summary.folder().resolve("results.csv")).hasBinaryContent(before);
        }
        assertThat(Files.readString(summary.folder().resolve("report.html")))
                .contains("All 60 rows are answered: 53 with a customer (88.3 %), 7 without")
                .contains("A hold: the API&#39;s firewall blocks us", "The call budget")
                .contains("1 of the 7 rows without a customer failed because of a fault that passes by itself")
                .contains("call budget: 3,000 a minute", "<td><code>plume.auth.authorization</code></td>")
                .doesNotContain(plume.authorization(), "is unknown");
    }
}
