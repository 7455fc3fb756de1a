package org.plumelookup.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Service;

/** Promise: a file may be put into the inbox by any means, because it is taken when it has not changed for a second. */
class InboxTest {
    private static final int ROWS = 20;
    private static final long EVERY_MILLIS = 100;
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration COARSE = Duration.ofMillis(20); // a file's time may be that of the last tick

    private final List<Instant> written = new CopyOnWriteArrayList<>();
    private final List<Instant> afterwards = new CopyOnWriteArrayList<>();
    private final List<Instant> called = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void aFileThatIsStillBeingWrittenIsNotTaken() throws Exception {
        ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
        try (FakePlume plume = new FakePlume();
                Service service = Service.start(plume, folder)) {
            plume.onReceived(call -> called.add(Instant.now()));
            writer.scheduleAtFixedRate(this::write, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
            await().until(() -> Files.exists(folder.resolve("inbox/.done/accounts.txt")));
            assumeThat(longestPause()).as("this machine was too busy to write").isLessThan(QUIET);
            assertThat(written).hasSize(ROWS);
            assertThat(called.get(0)).isAfter(written.get(ROWS - 1).plus(QUIET).minus(COARSE));
            assertThat(folder.resolve("outbox/accounts.txt/found.csv")).exists();
            assertThat(Files.readAllLines(folder.resolve("outbox/accounts.txt/found.jsonl")))
                    .hasSize(ROWS);
        } finally {
            writer.shutdownNow();
        }
    }

    private void write() {
        if (written.size() == ROWS) {
            return;
        }
        Instant now = Instant.now();
        try {
            Files.writeString(
                    folder.resolve("inbox/accounts.txt"),
                    "A" + written.size() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            afterwards.add(Instant.now());
            written.add(now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts the one that lasts, too, if rows are left. */
    private Duration longestPause() {
        int rows = written.size();
        Instant end = rows < ROWS ? Instant.now() : afterwards.get(rows - 1);
        return IntStream.rangeClosed(1, rows)
                .mapToObj(n -> Duration.between(written.get(n - 1), n < rows ? afterwards.get(n) : end))
                .max(Duration::compareTo)
                .orElseThrow();
    }
}
