package org.plumelookup.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.Main;
import org.plumelookup.batch.rows.RowSettings;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.demo.FakePlumeSettings;
import org.plumelookup.support.Flow;
import org.plumelookup.support.ProgramJars;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Promise: memory does not grow with the file. */
class FlatMemoryTest {
    private static final Logger LOG = LoggerFactory.getLogger(FlatMemoryTest.class);
    private static final int MILLION = 1_000_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final FakePlume plume = new FakePlume(FakePlumeSettings.builder()
            .record(false)
            .window(0, Duration.ofMillis(1))
            .build());
    private final AtomicLong firstSearch = new AtomicLong();

    @AfterEach
    void close() {
        plume.close();
    }

    /** Half of this heap is in use however many rows there are; the text of these alone is more than the other half. */
    @Test
    void twelveThousandWideRowsNeedAHeapThatCouldNotHoldThem() throws Exception {
        String note = "n".repeat(1_500);
        Path file = Flow.file(
                folder.resolve("wide.csv"),
                Stream.concat(
                        Stream.of("accountId,note"),
                        IntStream.rangeClosed(1, 12_000).mapToObj(i -> "A" + i + "," + note)));

        JsonNode summary = inHeap("32m", file, LONGEST);

        assertThat(summary.path("outcomes").path("found").asInt()).isEqualTo(12_000);
    }

    /** These are answered by few calls; a little that is kept of each would be too much all the same. */
    @Test
    void aHundredThousandRowsOfFewAccountsNeedThatHeapToo() throws Exception {
        Path file = Flow.file(folder.resolve("few"), IntStream.range(0, 100_000).mapToObj(i -> "A" + i % 100));

        JsonNode summary = inHeap("32m", file, LONGEST);

        assertThat(summary.path("outcomes").path("found").asInt()).isEqualTo(100_000);
    }

    @Test
    @Tag("long")
    void aMillionRowsNeedTheHeapOfTenThousand() throws Exception {
        assertThat(inHeap("96m", accounts(10_000), LONGEST)
                        .path("outcomes")
                        .path("found")
                        .asInt())
                .isEqualTo(10_000);
        assertThat(inHeap("96m", accounts(MILLION), LONGEST.multipliedBy(12))
                        .path("outcomes")
                        .path("found")
                        .asInt())
                .isEqualTo(MILLION);
    }

    @Test
    void aBatchOfAHundredThousandAnsweredRowsGoesOn() throws Exception {
        goesOn(100_000, "32m");
    }

    @Test
    @Tag("long")
    void aBatchOfAMillionAnsweredRowsGoesOn() throws Exception {
        goesOn(MILLION, "96m");
    }

    private void goesOn(int answered, String heap) throws Exception {
        Path file = accounts(answered + 100);
        Path results = Files.createDirectories(folder.resolve("outbox").resolve(file.getFileName()));
        InputFile.of(SurveyedFile.of(file, new RowSettings("accountId", StandardCharsets.UTF_8)))
                .record(results);
        Path found = results.resolve("found.jsonl");
        try (Writer out = new BufferedWriter(Files.newBufferedWriter(found), 1 << 16)) {
            for (int row = 1; row <= answered; row++) {
                out.write("{\"row\":" + row + ",\"accountId\":\"A" + row
                        + "\",\"customerId\":\"5f1e\",\"name\":\"Ada Abara\","
                        + "\"email\":\"ada@example.com\",\"locationIds\":[\"60ab\"],\"match\":1,\"matches\":1,\"others\":0,"
                        + "\"input\":{}}\n");
            }
        }
        long begin = System.nanoTime();
        Ledger ledger = new Ledger();
        new Recovery(ledger, 1_000_000).read(found);
        double seconds = (System.nanoTime() - begin) / 1e9;
        LOG.info("{} s to read the ledger of {} rows", seconds, answered);

        JsonNode summary = inHeap(heap, file, LONGEST);

        assertThat(ledger.rows()).isEqualTo(answered);
        assertThat(seconds).isLessThan(30);
        assertThat(summary.path("outcomes").path("found").asInt()).isEqualTo(answered + 100);
        assertThat(plume.stats().searches()).isEqualTo(100);
    }

    @Test
    @Tag("long")
    void theTimeToTheFirstCallIsTold() throws Exception {
        for (int rows : new int[] {1_000, MILLION}) {
            firstSearch.set(0);
            Path file = accounts(rows);
            long begin = System.nanoTime();
            Process process = start("96m", file);
            try {
                await().pollInterval(Duration.ofMillis(10)).until(() -> firstSearch.get() != 0);
            } finally {
                process.destroyForcibly().waitFor();
            }
            double seconds = (firstSearch.get() - begin) / 1e9;
            LOG.info("{} s to the first call of {} rows", seconds, rows);
        }
    }

    @Test
    void aLineOfAHundredMegabytesIsOneInvalidRow() throws Exception {
        Path file = folder.resolve("long-line");
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("A1\n");
            String part = "x".repeat(100_000);
            for (int i = 0; i < 1000; i++) {
                out.write(part);
            }
            out.write("\nA3\n");
        }
        JsonNode summary = inHeap("32m", file, LONGEST);

        assertThat(summary.path("outcomes").toString()).isEqualTo("{\"found\":2,\"invalid\":1}");
        List<String> errors = Files.readAllLines(folder.resolve("outbox/long-line/errors.jsonl"));
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0)).hasSizeLessThan(3000).contains("\"row\":2", "line 2 is longer than 1 MB");
    }

    private Path accounts(int rows) {
        return Flow.file(
                folder.resolve("accounts-" + rows),
                IntStream.rangeClosed(1, rows).mapToObj(i -> "A" + i));
    }

    /** Works on a file with the program itself, in a process whose heap is this large, and gives its summary. */
    private JsonNode inHeap(String heap, Path file, Duration longest) throws IOException, InterruptedException {
        Process process = start(heap, file);
        try {
            // A heap that is nearly full does not end the process, it takes all its time.
            assertThat(process.waitFor(longest.toSeconds(), TimeUnit.SECONDS))
                    .as(() -> log(file))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(() -> log(file)).isZero();
        return new ObjectMapper()
                .readTree(folder.resolve("outbox")
                        .resolve(file.getFileName())
                        .resolve("summary.json")
                        .toFile());
    }

    private Process start(String heap, Path file) throws IOException {
        plume.onReceived(received -> {
            if (received.accountId() != null) {
                firstSearch.compareAndSet(0, System.nanoTime());
            }
        });
        List<String> command = new ArrayList<>(List.of(ProgramJars.java()));
        command.addAll(ProgramJars.quick());
        command.addAll(List.of(
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-Dplume.api.url=" + plume.url(),
                "-Dplume.api.partner-id=" + plume.partnerId(),
                "-Dplume.auth.token-url=" + plume.tokenUrl(),
                "-Dplume.auth.authorization=" + plume.authorization(),
                "-Dplume.budget.calls-per-second=0",
                "-Dplume.budget.window-calls=0",
                "-Dplume.concurrency=16",
                "-Dcamel.main.jmxEnabled=false",
                "-cp",
                ProgramJars.classPath(),
                Main.class.getName(),
                "file",
                file.toString(),
                "--out",
                folder.resolve("outbox").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(file.getFileName() + ".log").toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        return builder.start();
    }

    private String log(Path file) {
        try {
            return Files.readString(folder.resolve(file.getFileName() + ".log"), UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
