package org.plumelookup.batch.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record of a batch's time survives kills, and stays small however long the batch lasts. */
class TimelineTest {
    private static final long EVERY = Timeline.EVERY;

    @TempDir
    private Path folder;

    private static TimeSlice slice(long from, String pace) {
        return new TimeSlice(from, from + EVERY, 1, 60, 60, 6_000, 1_000, Map.of(pace, EVERY));
    }

    @Test
    void whatARunRecordedIsThereForTheNextAndTheTimeBetweenIsThatOfNoRun() throws IOException {
        new Timeline(folder).add(slice(0, "calling"));
        new Timeline(folder).add(slice(5 * EVERY, "budget"));
        List<TimeSlice> slices = new Timeline(folder).slices();

        assertThat(slices).containsExactly(slice(0, "calling"), slice(5 * EVERY, "budget"));
        TimeAccount account = TimeAccount.of(slices);
        assertThat(account.spent())
                .isEqualTo(Map.of("calling", Duration.ofMillis(EVERY), "budget", Duration.ofMillis(EVERY)));
        assertThat(account.stopped()).isEqualTo(Duration.ofMillis(4 * EVERY));
        assertThat(account.total()).isEqualTo(Duration.ofMillis(6 * EVERY));
        assertThat(account.calls()).isEqualTo(120);
        assertThat(account.mean()).isEqualTo(Duration.ofMillis(100));
        assertThat(account.slowest()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aLineThatAKillCutOffDoesNotCount() throws IOException {
        new Timeline(folder).add(slice(0, "calling"));
        Files.writeString(folder.resolve(".timeline.jsonl"), "{\"from\":100", StandardOpenOption.APPEND);
        new Timeline(folder).add(slice(3 * EVERY, "calling"));

        assertThat(new Timeline(folder).slices()).containsExactly(slice(0, "calling"), slice(3 * EVERY, "calling"));
    }

    @Test
    void eightHoursNeedAsMuchMemoryAndDiskAsTwoHoursAndLoseNothing() throws IOException {
        Timeline timeline = new Timeline(folder);
        int slices = 2_880;
        for (int i = 0; i < slices; i++) {
            timeline.add(slice(i * EVERY, i % 10 == 0 ? "hold-firewall" : "budget"));
        }
        List<TimeSlice> kept = new Timeline(folder).slices();

        assertThat(kept).hasSizeBetween(Timeline.MOST / 4, Timeline.MOST);
        assertThat(Files.size(folder.resolve(".timeline.jsonl"))).isLessThan(500_000);
        TimeAccount account = TimeAccount.of(kept);
        assertThat(account.calls()).isEqualTo(60L * slices);
        assertThat(account.stopped()).isZero();
        assertThat(account.spent().get("hold-firewall")).isEqualTo(Duration.ofSeconds(2_880));
    }

    @Test
    void whereNothingIsRecordedNothingIsSaid() {
        TimeAccount account = TimeAccount.of(new Timeline(folder).slices());

        assertThat(account.begun()).isNull();
        assertThat(account.mean()).isNull();
        assertThat(account.atBest(10, ReportSettings.NONE)).isNull();
    }

    @Test
    void atBestEachRowIsOneCallOfTheBudget() {
        TimeAccount account = TimeAccount.of(List.of(slice(0, "calling")));

        assertThat(account.atBest(600, new ReportSettings(6, 8, Map.of(), ""))).isEqualTo(Duration.ofSeconds(100));
        assertThat(account.atBest(600, new ReportSettings(0, 8, Map.of(), ""))).isEqualTo(Duration.ofMillis(7_500));
    }
}
