package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;

/** With {@code plume.hold.canary=false}, too, accounts that always fail hold nobody up for long. */
class NoCanaryTest {
    @Test
    void thirtyPoisonedAccountsInARowEndAsTheirOwnFailures(@TempDir Path folder) throws Exception {
        Path file = Flow.file(
                folder.resolve("accounts.txt"),
                Stream.concat(
                        IntStream.range(0, 30).mapToObj(n -> "S500-" + n),
                        IntStream.range(0, 10).mapToObj(n -> "A-" + n)));
        try (FakePlume plume = new FakePlume();
                Flow flow = Flow.start(plume, folder.resolve("outbox"), "plume.hold.canary", "false")) {
            assertThat(Patience.result(flow.batchLater(file)).outcomes())
                    .isEqualTo(Map.of("server-error", 30L, "found", 10L));
            assertThat(flow.isHeld()).isFalse();
        }
    }
}
