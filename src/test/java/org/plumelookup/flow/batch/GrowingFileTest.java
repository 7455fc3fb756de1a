package org.plumelookup.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Service;

/** Promise: no row is lost, none answered twice and no part of one asked, however a file comes into the inbox. */
@Execution(ExecutionMode.CONCURRENT)
class GrowingFileTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final FakePlume plume = new FakePlume();

    @AfterEach
    void closeFake() {
        plume.close();
    }

    /** A half row counts as a whole one after ten times the rest: the writer goes on long before that. */
    @Test
    void aWriterThatPausesInTheMiddleOfALineLosesNothing() throws Exception {
        try (Service service = Service.start(plume, folder, "plume.file.rest", "1800ms");
                Writer writer = writer("accounts.txt")) {
            write(writer, lines(1, 200) + "ACCOUNT-2");
            await().until(() -> calls().size() == 200);
            await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
            write(writer, "01\n" + lines(202, 401));
            awaitRows("accounts.txt", 401);
            assertThat(service.health("plume-hold").getState().name()).isEqualTo("UP");
        }
        assertEachWasAskedOnce(401);
        assertThat(names("outbox")).containsExactly("accounts.txt");
        assertThat(names("inbox/.done")).containsExactly("accounts.txt");
        assertThat(found("accounts.txt")).hasSize(401);
    }

    @Test
    void aFileThatGrowsAfterItWasFiledGoesOnInItsBatch() throws Exception {
        try (Service service = Service.start(plume, folder);
                Writer writer = writer("accounts.csv")) {
            write(writer, "accountId;name\n" + lines(1, 3).replace("\n", ";x\n"));
            awaitRows("accounts.csv", 3);
            await().until(() -> Files.exists(folder.resolve("inbox/.done/accounts.csv")));
            write(writer, lines(4, 5).replace("\n", ";y\n"));
            awaitRows("accounts.csv", 5);
            await().until(() -> Files.exists(folder.resolve("inbox/.done/accounts.csv")));
            write(writer, "\n\n");
            write(writer, lines(6, 6).replace("\n", ";z\n"));
            awaitRows("accounts.csv", 6);
            await().until(() -> Files.exists(folder.resolve("inbox/.done/accounts.csv")));
            assertThat(service.context().isStarted()).isTrue();
        }
        assertEachWasAskedOnce(6);
        assertThat(names("outbox")).containsExactly("accounts.csv");
        assertThat(Files.readAllLines(folder.resolve("outbox/accounts.csv/found.csv")))
                .hasSize(7);
    }

    @Test
    void aFileThatHasGrownWhileNobodyLookedGoesOnAfterAStart() throws Exception {
        try (Writer writer = writer("accounts.txt")) {
            try (Service first = Service.start(plume, folder)) {
                write(writer, lines(1, 3));
                await().until(() -> Files.exists(folder.resolve("inbox/.done/accounts.txt")));
                assertThat(first.context().isStarted()).isTrue();
            }
            write(writer, lines(4, 5));
        }
        try (Service second = Service.start(plume, folder)) {
            awaitRows("accounts.txt", 5);
            assertThat(second.context().isStarted()).isTrue();
        }
        assertEachWasAskedOnce(5);
    }

    @Test
    void aRowThatGrowsAfterItWasAnsweredIsAnsweredWholeAsARowOfItsOwn() throws Exception {
        try (Service service = Service.start(plume, folder, "plume.file.rest", "100ms");
                Writer writer = writer("accounts.txt")) {
            write(writer, lines(1, 2) + "ACCOUNT-");
            awaitRows("accounts.txt", 3);
            write(writer, "3\n" + lines(4, 5));
            awaitRows("accounts.txt", 6);
            assertThat(service.context().isStarted()).isTrue();
        }
        assertThat(calls())
                .hasSize(6)
                .allSatisfy((account, calls) -> assertThat(calls).isEqualTo(1L));
        assertThat(found("accounts.txt").stream()
                        .map(record -> record.path("row").asInt() + " "
                                + record.path("accountId").asText())
                        .sorted())
                .containsExactly(
                        "1 ACCOUNT-1", "2 ACCOUNT-2", "3 ACCOUNT-", "4 ACCOUNT-3", "5 ACCOUNT-4", "6 ACCOUNT-5");
    }

    @Test
    void aLongerFileOfTheSameNameThatComesSoonGoesOnInItsBatch() throws Exception {
        try (Service service = Service.start(plume, folder, "plume.file.rest", "100ms")) {
            put("accounts.txt", lines(1, 3));
            awaitRows("accounts.txt", 3);
            await().until(() -> Files.exists(folder.resolve("inbox/.done/accounts.txt")));
            put("accounts.txt", lines(1, 5));
            awaitRows("accounts.txt", 5);
            await().until(() -> Files.exists(folder.resolve("inbox/.done/accounts.txt-2")));
            assertThat(service.context().isStarted()).isTrue();
        }
        assertEachWasAskedOnce(5);
        assertThat(names("outbox")).containsExactly("accounts.txt");
    }

    private void put(String name, String content) throws IOException {
        Path part = Files.writeString(folder.resolve("inbox/." + name), content);
        Files.move(part, folder.resolve("inbox").resolve(name));
    }

    private Writer writer(String name) throws IOException {
        return Files.newBufferedWriter(
                Files.createDirectories(folder.resolve("inbox")).resolve(name),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.APPEND);
    }

    private static void write(Writer writer, String text) throws IOException {
        writer.write(text);
        writer.flush();
    }

    private static String lines(int first, int last) {
        StringBuilder lines = new StringBuilder();
        IntStream.rangeClosed(first, last)
                .forEach(n -> lines.append("ACCOUNT-").append(n).append('\n'));
        return lines.toString();
    }

    private Map<String, Long> calls() {
        return plume.callsPerAccount();
    }

    private void assertEachWasAskedOnce(int rows) {
        assertThat(calls().keySet())
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, rows)
                        .mapToObj(n -> "ACCOUNT-" + n)
                        .toList());
        assertThat(calls().values()).containsOnly(1L);
    }

    private void awaitRows(String name, int rows) {
        Path summary = folder.resolve("outbox").resolve(name).resolve("summary.json");
        await().ignoreException(NoSuchFileException.class)
                .untilAsserted(() -> assertThat(JSON.readTree(Files.readAllBytes(summary))
                                .path("rows")
                                .asInt())
                        .isEqualTo(rows));
    }

    private List<JsonNode> found(String name) throws IOException {
        try (var records = JSON.readerFor(JsonNode.class)
                .<JsonNode>readValues(folder.resolve("outbox")
                        .resolve(name)
                        .resolve("found.jsonl")
                        .toFile())) {
            return records.readAll();
        }
    }

    private List<String> names(String under) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(under))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
