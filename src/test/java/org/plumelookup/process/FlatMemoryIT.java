package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.LookupProcess;
import org.plumelookup.support.PackagedProgram;
import org.plumelookup.support.Patience;

/** Promise: memory does not grow with the file, neither at the first run nor at one that goes on. */
class FlatMemoryIT {
    private static final int LONG_LINE = 50_000_000;

    @TempDir
    private Path folder;

    private final FakePlume plume = new FakePlume(FakePlumeSettings.builder()
            .record(false)
            .window(0, Duration.ofMillis(1))
            .build());

    @AfterEach
    void closeFake() {
        plume.close();
    }

    /**
     * Half of this heap is in use however many rows there are. The text of the wide rows is as large as the whole of
     * it; the narrow ones are answered by few calls, but a little that is kept of each would be too much all the same.
     */
    @Test
    void manyRowsAndWideOnesAndALineOfFiftyMegabytesNeedAHeapThatCouldNotHoldThem() throws Exception {
        int narrow = 40_000;
        int wide = 8_000;
        Path file = folder.resolve("accounts.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("accountId,note\n");
            for (int row = 0; row < narrow; row++) {
                out.write("A" + row % 100 + ",n\n");
            }
            String note = "n".repeat(4_000);
            for (int row = 0; row < wide; row++) {
                out.write("B" + row + "," + note + "\n");
            }
            repeat(out, "x".repeat(100_000), LONG_LINE / 100_000);
            out.write("\nLAST,n\n");
        }
        JsonNode outcomes = killedHalfwayAndGoneOn("32m", file, wide / 2, Patience.LONGEST);

        assertThat(outcomes.toString())
                .isEqualTo(String.format(Locale.ROOT, "{\"found\":%d,\"invalid\":1}", narrow + wide + 1));
        List<String> errors = Files.readAllLines(folder.resolve("outbox/accounts.csv/errors.jsonl"));
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0)).hasSizeLessThan(3_000).contains("is longer than 1 MB");
    }

    @Test
    @Tag("long")
    void aMillionAccountsNeedTheHeapOfTenThousand() throws Exception {
        for (int rows : new int[] {10_000, 1_000_000}) {
            Path file = folder.resolve("accounts-" + rows);
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                for (int row = 0; row < rows; row++) {
                    out.write("A" + row + "\n");
                }
            }
            assertThat(killedHalfwayAndGoneOn("96m", file, rows / 2, Duration.ofHours(1))
                            .path("found")
                            .asInt())
                    .isEqualTo(rows);
        }
    }

    /** Looks a file up with the program in a heap that is this large, kills it on the way, and returns the outcomes. */
    private JsonNode killedHalfwayAndGoneOn(String heap, Path file, int searches, Duration longest) throws IOException {
        PackagedProgram program = PackagedProgram.in(folder, plume)
                .with("PLUME_CONCURRENCY", "16")
                .withOption("-Xmx" + heap)
                .withOption("-XX:+ExitOnOutOfMemoryError");
        long before = plume.stats().searches();
        try (LookupProcess first = program.start("file", file.toString())) {
            await(longest, () -> plume.stats().searches() > before + searches);
        }
        try (LookupProcess second = program.start("file", file.toString())) {
            await(longest, () -> !second.isAlive());
            assertThat(second.exit()).as(second.output()).isZero();
        }
        return new ObjectMapper()
                .readTree(folder.resolve("outbox")
                        .resolve(file.getFileName())
                        .resolve("summary.json")
                        .toFile())
                .path("outcomes");
    }

    /** A heap that is nearly full does not end the program, but takes all its time. */
    private static void await(Duration longest, Callable<Boolean> condition) {
        Awaitility.await().atMost(longest).until(condition);
    }

    private static void repeat(Writer out, String text, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            out.write(text);
        }
    }
}
