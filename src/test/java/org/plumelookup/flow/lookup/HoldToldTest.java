package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.plumelookup.batch.Progress;
import org.plumelookup.batch.Summary;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.demo.Outage;
import org.plumelookup.support.Flow;
import org.plumelookup.support.LogCapture;

/** Promise: while nobody calls, log and progress tell since when and why, and what to do. */
@ResourceLock(LogCapture.LOG)
class HoldToldTest {

    @Test
    void theHoldIsVisibleInLogAndProgress(@TempDir Path folder) throws Exception {
        Path file = Flow.file(folder.resolve("accounts"), IntStream.range(0, 10).mapToObj(i -> "A" + i));
        try (LogCapture log = new LogCapture();
                FakePlume plume = new FakePlume()) {
            plume.outage(Outage.TOKEN_INVALID);
            try (Flow flow = Flow.start(plume, folder.resolve("outbox"))) {
                CompletableFuture<Summary> batch = flow.batchLater(file);
                await().pollInterval(Duration.ofMillis(5)).until(() -> flow.hold() != null);
                List<Progress> seen = flow.progress();
                assertThat(seen.get(seen.size() - 1).toString())
                        .contains("HOLD since " + flow.hold().since(), "invalid_client", "plume.auth.authorization");
                plume.outage(Outage.NONE);
                batch.get(180, TimeUnit.SECONDS);
                assertThat(flow.hold()).isNull();
            }
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("the log-in fails")
                            && line.contains("check plume.auth.authorization")
                            && line.contains("accounts wait, none fails"))
                    .anyMatch(line -> line.contains("Hold ended after"));
        }
    }
}
