package org.plumelookup.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Accounts;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Results;
import org.plumelookup.support.Service;

/** If results cannot be written, no row is read, the log names the cure, and the batch goes on after it. */
@Execution(ExecutionMode.CONCURRENT)
class UnusableOutboxTest {
    private static final String NAME = "accounts.csv";
    private static final List<String> IDS = IntStream.range(0, 60)
            .mapToObj(row -> row % 10 == 0 ? "NONE-" + row : "A-" + row)
            .toList();

    @TempDir
    private Path folder;

    private final FakePlume plume = new FakePlume();

    @AfterEach
    void closeFake() {
        plume.close();
    }

    @Test
    void anOutboxThatIsAFileEndsTheBatch() throws Exception {
        Path input = Accounts.write(folder.resolve(NAME), IDS);
        Path outbox = Files.createFile(folder.resolve("out"));
        try (Flow flow = Flow.start(plume, outbox)) {
            assertThatThrownBy(() -> flow.batch(input))
                    .hasStackTraceContaining("fix permissions")
                    .hasStackTraceContaining("out");
        }
        assertThat(plume.stats().calls()).isZero();
    }

    @Test
    void theServiceHoldsUntilItsOutboxIsMendedAndThenGoesOnByItself() throws Exception {
        Path outbox = folder.resolve("outbox");
        try (Service service = Service.start(plume, folder)) {
            Files.createFile(outbox); // before the start it would be refused
            Path input = Accounts.write(folder.resolve("inbox").resolve(NAME), IDS);
            assertThat(awaitHold(service)).contains("results cannot be delivered");
            assertThat(input).exists();
            assertThat(plume.stats().calls()).isZero();
            Files.delete(outbox);
            awaitDone();
        }
        assertThat(Results.complete(outbox.resolve(NAME)).size()).isEqualTo(IDS.size());
    }

    @Test
    void theServiceHoldsWhileTheLastFilesCannotBeWrittenAndAsksNothingAgain() throws Exception {
        Path input = Accounts.write(folder.resolve("inbox").resolve(NAME), IDS);
        Path results = folder.resolve("outbox").resolve(NAME);
        Path inTheWay = Files.createDirectories(results.resolve("found.csv.part"));
        long calls;
        try (Service service = Service.start(plume, folder)) {
            assertThat(awaitHold(service))
                    .contains("results cannot be delivered", "found.csv.part", "Free disk space or fix permissions");
            assertThat(input).exists();
            calls = plume.stats().searches();
            Files.delete(inTheWay);
            awaitDone();
        }
        assertThat(Results.complete(results).size()).isEqualTo(IDS.size());
        assertThat(plume.stats().searches()).isEqualTo(calls);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aTableThatFindsNoRoomIsToldWithItsNameThoughTheRecordsHadIt() throws Exception {
        Path input = Accounts.write(folder.resolve(NAME), IDS);
        Path results = Files.createDirectories(folder.resolve("out").resolve(NAME));
        Path full = Files.createSymbolicLink(results.resolve("found.csv.part"), Path.of("/dev/full"));
        try (Flow flow = Flow.start(plume, folder.resolve("out"))) {
            assertThatThrownBy(() -> flow.batch(input))
                    .hasStackTraceContaining(NAME + " is answered, but ")
                    .hasStackTraceContaining("found.csv cannot be written")
                    .hasStackTraceContaining("No space left on device")
                    .hasStackTraceContaining("Free disk space or fix permissions; started again, it goes on.");
        }
        Files.delete(full);
        long calls = plume.stats().searches();
        try (Flow flow = Flow.start(plume, folder.resolve("out"))) {
            assertThat(flow.batch(input).rows()).isEqualTo(IDS.size());
        }
        assertThat(plume.stats().searches()).isEqualTo(calls);
    }

    private static String awaitHold(Service service) {
        await().until(() -> service.health("plume-hold").getState() == HealthCheck.State.DOWN);
        return service.health("plume-hold").getMessage().orElseThrow();
    }

    private void awaitDone() {
        await().until(() -> Files.exists(folder.resolve("inbox/.done").resolve(NAME)));
    }
}
