package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.Outage;
import org.plumelookup.support.Flow;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.Patience;
import org.plumelookup.text.ClockText;

/** Promise: during a hold, log and progress say since when and why, and what to do. */
class HoldToldTest {

    @Test
    void theHoldIsVisibleInLogAndProgress(@TempDir Path folder) throws Exception {
        Path file = Flow.file(folder.resolve("accounts"), IntStream.range(0, 10).mapToObj(i -> "A" + i));
        try (FakePlume plume = new FakePlume();
                Flow flow = Flow.start(plume, folder.resolve("outbox"));
                LogCapture log = LogCapture.of(flow.context())) {
            plume.outage(Outage.TOKEN_INVALID);
            CompletableFuture<Summary> batch = flow.batchLater(file);
            await().until(() -> flow.hold() != null);
            assertThat(flow.progress().last().toString())
                    .contains(
                            "expected end unknown",
                            "HOLD since " + ClockText.of(flow.hold().since()))
                    .contains("invalid_client", "plume.auth.authorization");
            plume.outage(Outage.NONE);
            Patience.result(batch);
            assertThat(flow.hold()).isNull();
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("the log-in fails")
                            && line.contains("check plume.auth.authorization")
                            && line.contains("accounts wait, none fails"))
                    .anyMatch(line -> line.contains("Hold ended after"));
        }
    }
}
