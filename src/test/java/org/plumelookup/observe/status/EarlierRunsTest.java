package org.plumelookup.observe.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.observe.status.EarlierRuns.Run;

/** Complete batches of the outbox are found, and nothing else of the disk is shown. */
class EarlierRunsTest {
    @TempDir
    private Path folder;

    private Path outbox;

    @BeforeEach
    void fill() throws IOException {
        outbox = Files.createDirectory(folder.resolve("outbox"));
        batch(outbox, "a.csv", 1);
        Files.writeString(folder.resolve("report.html"), "secret");
        Files.writeString(folder.resolve("summary.json"), "{\"rows\":1}");
    }

    @Test
    void theNewestTwentyAreListedTheNewestFirst() throws IOException {
        for (int i = 2; i <= 25; i++) {
            batch(outbox, "b" + i + ".csv", i);
        }
        assertThat(new EarlierRuns(outbox).newest())
                .hasSize(20)
                .extracting(Run::name)
                .startsWith("b25.csv", "b24.csv")
                .endsWith("b6.csv");
    }

    @Test
    void whatIsNoCompleteBatchIsNotListed() throws IOException {
        Files.createDirectories(outbox.resolve("unfinished.csv"));
        Files.writeString(outbox.resolve("file.csv"), "");
        Files.writeString(batch(outbox, "broken.csv", 2).resolve("summary.json"), "{\"ro");
        Files.writeString(batch(outbox, "large.csv", 2).resolve("summary.json"), "{\"rows\":1}" + " ".repeat(1 << 17));
        batch(outbox, ".hidden", 3);
        assertThat(new EarlierRuns(outbox).newest()).extracting(Run::name).containsExactly("a.csv");
        assertThat(new EarlierRuns(folder.resolve("nowhere")).newest()).isEmpty();
    }

    @Test
    void ofASummaryThatSomebodyEditedOnlyWhatHasTheRightTypeIsTold() throws IOException {
        Files.writeString(
                batch(outbox, "odd.csv", 2).resolve("summary.json"),
                "{\"rows\":7,\"finished\":\"yesterday\",\"outcomes\":{\"found\":5,\"no-match\":\"<b>\",\"x\":1}}");
        Run run = new EarlierRuns(outbox)
                .newest().stream()
                        .filter(each -> each.name().equals("odd.csv"))
                        .findFirst()
                        .orElseThrow();
        assertThat(run).isEqualTo(new Run("odd.csv", 7, Map.of("found", 5L), null, true));
    }

    @Test
    void aReportIsShown() throws IOException {
        batch(outbox, "M\u00fcller & 50 %.csv", 2);
        EarlierRuns runs = new EarlierRuns(outbox);
        assertThat(runs.report("a.csv")).hasValue("report of a.csv".getBytes(UTF_8));
        assertThat(runs.report("M\u00fcller & 50 %.csv")).isPresent();
        assertThat(StatusSite.reportPath("M\u00fcller & 50 %.csv"))
                .isEqualTo("/observe/reports/M%C3%BCller%20%26%2050%20%25.csv/report.html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../outbox/a.csv",
                "a.csv/..",
                "a.csv/../..",
                "/",
                "\\",
                "..\\",
                "a.csv\0",
                "nowhere",
                "a.csv/",
                "%2e%2e"
            })
    void aNameThatLeadsElsewhereShowsNothing(String name) {
        assertThat(new EarlierRuns(outbox).report(name)).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void noLinkIsFollowed() throws IOException {
        Files.createSymbolicLink(outbox.resolve("out"), folder);
        Path inside = batch(outbox, "inside.csv", 2);
        Files.delete(inside.resolve("report.html"));
        Files.createSymbolicLink(inside.resolve("report.html"), folder.resolve("report.html"));
        EarlierRuns runs = new EarlierRuns(outbox);
        assertThat(runs.report("out")).isEmpty();
        assertThat(runs.report("inside.csv")).isEmpty();
        assertThat(runs.newest()).filteredOn(Run::report).extracting(Run::name).containsExactly("a.csv");
    }

    private static Path batch(Path outbox, String name, int minute) throws IOException {
        Path batch = Files.createDirectory(outbox.resolve(name));
        Path summary = Files.writeString(batch.resolve("summary.json"), "{\"rows\":1}");
        Files.setLastModifiedTime(summary, FileTime.fromMillis(minute * 60_000L));
        Files.writeString(batch.resolve("report.html"), "report of " + name);
        return batch;
    }
}
