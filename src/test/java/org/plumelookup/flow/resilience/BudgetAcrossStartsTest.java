package org.plumelookup.flow.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.Flow;

/** Promise: never over budget, with pages, retries, log-ins and starts. */
class BudgetAcrossStartsTest {
    @TempDir
    Path folder;

    @Test
    void theFirewallNeverRefusesACallThoughTheProgramIsStartedAgainAndAgain() {
        FakePlumeSettings api = FakePlumeSettings.builder()
                .window(200, Duration.ofSeconds(2))
                .tokenLife(Duration.ofSeconds(2))
                .build();
        Path file = Flow.file(
                folder.resolve("accounts.txt"),
                IntStream.range(0, 240).mapToObj(i -> (i % 10 == 0 ? "MANY-25-" : i % 10 == 1 ? "FLAKY-2-" : "A") + i));
        try (FakePlume plume = new FakePlume(api)) {
            AtomicLong seen = new AtomicLong();
            for (int run = 1; run <= 3; run++) {
                try (Flow flow = flow(plume)) {
                    flow.batchLater(file);
                    long enough = 60L * run;
                    await().pollInterval(Duration.ofMillis(5))
                            .until(() -> plume.stats().calls() >= enough);
                }
                seen.set(plume.stats().calls());
            }
            try (Flow flow = flow(plume)) {
                Summary summary = flow.batch(file);
                assertThat(summary.outcomes()).containsOnlyKeys("found").containsEntry("found", 240L);
            }
            assertThat(plume.stats().refused()).isZero();
            assertThat(plume.stats().peak()).isBetween(100L, 200L);
            assertThat(plume.stats().logIns()).isGreaterThanOrEqualTo(4);
            assertThat(plume.stats().calls()).isGreaterThan(seen.get()).isGreaterThanOrEqualTo(336);
        }
    }

    private Flow flow(FakePlume plume) {
        return Flow.start(
                plume,
                folder.resolve("outbox"),
                "plume.budget.calls-per-second",
                "80",
                "plume.budget.window-calls",
                "200",
                "plume.budget.window",
                "2s",
                "plume.auth.renew-before",
                "200ms");
    }
}
