package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Flow;

/** An answer is kept for further lookups of its account as long as plume.cache.ttl says, and not at all by default. */
class AnswerCacheTest {
    @TempDir
    Path folder;

    private final FakePlume plume = new FakePlume();

    @AfterEach
    void close() {
        plume.close();
    }

    private Flow flow(String... settings) {
        return Flow.start(plume, folder.resolve("outbox"), settings);
    }

    @Test
    void withoutATimeToKeepAnswersEachLookupAsks() {
        try (Flow flow = flow()) {
            flow.lookup("A1");
            flow.lookup("A1");
            assertThat(plume.callsOf("A1")).isEqualTo(2);
        }
    }

    @Test
    void answersAreKeptAcrossLookupsForTheirTime() {
        try (Flow flow = flow("plume.cache.ttl", "1h")) {
            LookupOutcome first = flow.lookup("A1");
            LookupOutcome second = flow.lookup("{\"accountId\":\"A1\",\"order\":7}");
            flow.lookup("NONE-1");
            flow.lookup("NONE-1");

            assertThat(second.customers()).isEqualTo(first.customers());
            assertThat(second.request().input().path("order").asInt()).isEqualTo(7);
            assertThat(second.calls()).isZero();
            assertThat(plume.callsOf("A1")).isEqualTo(1);
            assertThat(plume.callsOf("NONE-1")).isEqualTo(1);
        }
    }

    @Test
    void answersAreForgottenAfterTheirTime() {
        try (Flow flow = flow("plume.cache.ttl", "300ms")) {
            long begin = System.nanoTime();
            flow.lookup("A1");
            await().until(() -> {
                flow.lookup("A1");
                return plume.callsOf("A1") == 2;
            });
            assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
        }
    }

    @Test
    void aRetryableFailureIsNotKept() {
        try (Flow flow = flow("plume.cache.ttl", "1h", "plume.hold.canary", "false")) {
            assertThat(flow.lookup("S500-1").outcome()).isEqualTo(Outcome.SERVER_ERROR);
            assertThat(plume.callsOf("S500-1")).isEqualTo(4);
            assertThat(flow.lookup("S500-1").outcome()).isEqualTo(Outcome.SERVER_ERROR);
            assertThat(plume.callsOf("S500-1")).isEqualTo(8);
        }
    }
}
