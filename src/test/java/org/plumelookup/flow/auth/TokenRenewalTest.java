package org.plumelookup.flow.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.fake.Outage;
import org.plumelookup.support.Flow;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.Patience;

/** A token is renewed before its end, and once more on a 401, and no lookup fails by it. */
class TokenRenewalTest extends LogInTestSupport {
    @TempDir
    Path folder;

    @Test
    void renewsATokenBeforeItsEndSoThatNoLookupNotices() throws Exception {
        try (Flow flow = plume(Duration.ofSeconds(2), "plume.auth.renew-before", "1900ms")) {
            untilLogIns(2, flow);
            assertThat(plume.stats().tokensIssued()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Outage.class,
            names = {"TOKEN_DOWN", "TOKEN_INVALID"})
    void usesTheOldTokenToItsEndWhereTheRenewalFails(Outage outage) throws Exception {
        try (Flow flow = plume(Duration.ofSeconds(8), "plume.auth.renew-before", "7s");
                LogCapture log = LogCapture.of(flow.context())) {
            flow.lookup("ACC-1");
            plume.outage(outage);
            untilLogIns(2, flow);
            LookupOutcome outcome = flow.lookup("ACC-2");
            assertThat(outcome.outcome()).isEqualTo(Outcome.FOUND);
            assertThat(outcome.calls()).isOne();
            assertThat(log.has("The token could not be renewed; the old one is used for another"))
                    .isTrue();
            assertThat(plume.stats().tokensIssued()).isOne();
            plume.outage(Outage.NONE);
            await().until(() -> {
                assertThat(flow.lookup("ACC-1").found()).isTrue();
                return plume.stats().tokensIssued() == 2;
            });
            assertThat(log.has("Hold:")).isFalse();
        }
    }

    @Test
    void logsInOnceMoreOnA401() throws Exception {
        try (Flow flow = plume(Duration.ofMinutes(10))) {
            flow.lookup("ACC-1");
            plume.expireTokens();
            LookupOutcome outcome = flow.lookup("ACC-2");
            assertThat(outcome.outcome()).isEqualTo(Outcome.FOUND);
            assertThat(outcome.calls()).isEqualTo(2);
            assertThat(plume.stats().logIns()).isEqualTo(2);
        }
    }

    @Test
    void logsInOnceMoreHoweverManyGetA401AtTheSameTime() throws Exception {
        try (Flow flow = plume(Duration.ofMinutes(10), "plume.concurrency", "50")) {
            flow.lookup("ACC-1");
            plume.expireTokens();
            List<CompletableFuture<LookupOutcome>> asking = IntStream.range(0, 100)
                    .mapToObj(n -> flow.lookupLater("A-" + n))
                    .toList();
            for (CompletableFuture<LookupOutcome> one : asking) {
                assertThat(Patience.result(one).outcome()).isEqualTo(Outcome.FOUND);
            }
            assertThat(plume.stats().logIns()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500})
    void tokensThatEndInTheMiddleOfABatchCostOneLogInAndNoAccount(int inFlight) throws Exception {
        FakePlumeSettings api =
                FakePlumeSettings.builder().delay(Duration.ofMillis(20)).build();
        Path file = Flow.file(
                folder.resolve("accounts"),
                IntStream.range(0, inFlight == 1 ? 30 : 1500).mapToObj(i -> "A" + i));
        try (FakePlume plume = new FakePlume(api);
                Flow flow =
                        Flow.start(plume, folder.resolve("outbox"), "plume.concurrency", String.valueOf(inFlight))) {
            AtomicInteger searches = new AtomicInteger();
            plume.onReceived(received -> {
                if (received.accountId() != null && searches.incrementAndGet() == 5 + inFlight) {
                    plume.expireTokens();
                }
            });
            Summary summary = Patience.result(flow.batchLater(file));

            assertThat(summary.outcomes()).containsOnlyKeys("found").containsEntry("found", summary.rows());
            assertThat(plume.stats().logIns()).isEqualTo(2);
            assertThat(plume.stats().searches() - summary.rows()).isBetween(1L, (long) inFlight);
        }
    }

    @Test
    void manyLookupsCostOneLogInForEachLifeOfAToken() throws Exception {
        FakePlumeSettings api =
                FakePlumeSettings.builder().tokenLife(Duration.ofSeconds(2)).build();
        Path file =
                Flow.file(folder.resolve("accounts"), IntStream.range(0, 600).mapToObj(i -> "A" + i));
        try (FakePlume plume = new FakePlume(api);
                Flow flow = Flow.start(
                        plume,
                        folder.resolve("outbox"),
                        "plume.budget.calls-per-second",
                        "200",
                        "plume.auth.renew-before",
                        "1s")) {
            long begin = System.nanoTime();
            Summary summary = flow.batch(file);
            double lives = (System.nanoTime() - begin) / 1e9;

            assertThat(summary.outcomes()).containsOnlyKeys("found").containsEntry("found", 600L);
            assertThat(plume.stats().logIns()).isBetween(3L, (long) lives + 1);
            // Renewed before its end: if calls in flight ever met that, the machine stood still for half of a life.
            assertThat(plume.stats().searches()).isBetween(600L, 608L);
        }
    }

    /**
     * Looks accounts up on this thread, whose log is kept, each with one call and found, until there have been so many
     * log-ins.
     */
    private void untilLogIns(int logIns, Flow flow) {
        await().pollInSameThread().until(() -> {
            LookupOutcome outcome = flow.lookup("ACC-1");
            assertThat(outcome.outcome()).isEqualTo(Outcome.FOUND);
            assertThat(outcome.calls()).isOne();
            return plume.stats().logIns() >= logIns;
        });
    }
}
