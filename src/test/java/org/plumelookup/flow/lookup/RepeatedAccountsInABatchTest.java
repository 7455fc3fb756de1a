package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Flow;

/** Rows of one account in a batch share one answer, and each gives it back with its own columns. */
class RepeatedAccountsInABatchTest {
    @TempDir
    Path folder;

    private final FakePlume plume = new FakePlume();

    @AfterEach
    void close() {
        plume.close();
    }

    private Flow flow(String... settings) {
        return Flow.start(plume, folder.resolve("outbox"), settings);
    }

    @Test
    void theSameAccountInManyRowsOfABatchIsAskedForOnceAndEachRowHasItsOwnAnswer() throws Exception {
        Path file = Files.writeString(folder.resolve("accounts.csv"), """
                accountId,note
                A1,first
                NONE-1,second
                A1,third
                A2,fourth
                NONE-1,fifth
                A1,sixth
                """);
        try (Flow flow = flow()) {
            Summary summary = flow.batch(file);

            assertThat(summary.rows()).isEqualTo(6);
            assertThat(plume.callsPerAccount())
                    .containsOnlyKeys("A1", "A2", "NONE-1")
                    .allSatisfy((id, calls) -> assertThat(calls).isEqualTo(1));
            assertThat(records("found.jsonl", "accountId", "note"))
                    .containsExactlyInAnyOrder("1 A1 first", "3 A1 third", "4 A2 fourth", "6 A1 sixth");
            assertThat(records("errors.jsonl", "accountId", "note"))
                    .containsExactlyInAnyOrder("2 NONE-1 second", "5 NONE-1 fifth");
        }
    }

    @Test
    void theSameFileAgainIsAskedAgainWhereItsResultsWereDeleted() throws Exception {
        Path file = Flow.file(folder.resolve("accounts"), Stream.of("A1", "NONE-1", "A1"));
        try (Flow flow = flow()) {
            Path results = flow.batch(file).folder();
            try (Stream<Path> files = Files.list(results)) {
                for (Path result : files.toList()) {
                    Files.delete(result);
                }
            }
            Files.delete(results);

            assertThat(flow.batch(file).rows()).isEqualTo(3);
            assertThat(plume.callsOf("A1")).isEqualTo(2);
            assertThat(plume.callsOf("NONE-1")).isEqualTo(2);
        }
    }

    @Test
    void manyRowsOfFewAccountsCostOneCallForEach() {
        Path file =
                Flow.file(folder.resolve("accounts"), IntStream.range(0, 1000).mapToObj(i -> "A" + i % 10));
        try (Flow flow = flow("plume.concurrency", "32")) {
            assertThat(flow.batch(file).outcomes()).containsEntry("found", 1000L);

            assertThat(plume.callsPerAccount()).hasSize(10);
            assertThat(plume.stats().searches()).isEqualTo(10);
        }
    }

    @Test
    void aRetryableFailureIsAskedForAgainInEachRow() {
        Path file = Flow.file(folder.resolve("accounts"), Stream.of("S500-1", "A1", "S500-1"));
        try (Flow flow = flow("plume.concurrency", "1", "plume.retry.attempts", "1", "plume.hold.canary", "false")) {
            assertThat(flow.batch(file).outcomes()).containsEntry("found", 1L).containsEntry("server-error", 2L);
            assertThat(plume.callsOf("S500-1")).isEqualTo(2);
        }
    }

    private List<String> records(String name, String field, String column) throws Exception {
        List<String> records = new ArrayList<>();
        for (String line :
                Files.readAllLines(folder.resolve("outbox/accounts.csv").resolve(name))) {
            JsonNode record = new ObjectMapper().readTree(line);
            records.add(record.path("row").asText() + " " + record.path(field).asText() + " "
                    + record.path("input").path(column).asText());
        }
        return records;
    }
}
