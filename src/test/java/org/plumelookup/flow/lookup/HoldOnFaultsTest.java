package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.Summary;
import org.plumelookup.budget.Hold;
import org.plumelookup.budget.HoldCause;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.demo.FakePlumeSettings;
import org.plumelookup.demo.Outage;
import org.plumelookup.support.Flow;
import org.plumelookup.support.LogCapture;

/** Promise: a fault of ours or theirs is not a fault of the account; the accounts wait, and go on by themselves. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = LogCapture.LOG, mode = ResourceAccessMode.READ)
class HoldOnFaultsTest {
    private static final int IN_FLIGHT = 8;

    @TempDir
    Path folder;

    private final FakePlume plume = new FakePlume(FakePlumeSettings.builder()
            .slowAnswer(Duration.ofSeconds(3))
            .window(0, Duration.ofSeconds(1))
            .build());

    @AfterEach
    void close() {
        plume.close();
    }

    private Flow flow(String... settings) {
        return Flow.start(plume, folder.resolve("outbox"), settings);
    }

    private Path file(Stream<String> accounts) {
        return Flow.file(folder.resolve("accounts"), accounts);
    }

    private static Stream<String> good(int count) {
        return IntStream.range(0, count).mapToObj(i -> "A" + i);
    }

    private static Stream<String> poisoned(int count) {
        return IntStream.range(0, count).mapToObj(i -> "S500-" + i);
    }

    private static Stream<String> refused(int count) {
        return IntStream.range(0, count).mapToObj(i -> (i % 2 == 0 ? "S403-" : "S401-") + i);
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(5));
    }

    private static Summary end(CompletableFuture<Summary> batch) throws Exception {
        return batch.get(180, TimeUnit.SECONDS);
    }

    // ---- the firewall

    @Test
    void whileTheFirewallBlocksNobodyCallsAndThenOneProbeGoesFirst() throws Exception {
        try (Flow flow = flow("plume.budget.window", "2s")) {
            CompletableFuture<Summary> batch = flow.batchLater(file(good(2000)));
            soon().until(() -> plume.stats().searches() > 20);
            plume.block(Duration.ofMillis(500));
            soon().until(() -> flow.hold() != null);

            Hold.State hold = flow.hold();
            assertThat(hold.cause()).isEqualTo(HoldCause.FIREWALL);
            assertThat(Duration.between(hold.since(), hold.until())).isBetween(ofMillis(1900), ofMillis(4000));
            assertThat(callsDuringHold(flow)).isLessThanOrEqualTo(IN_FLIGHT + 1);
            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 2000L);
            // No probe went into the block, which had ended long before the first one.
            assertThat(flow.holds()).extracting(Hold.State::round).containsOnly(0);
        }
    }

    @Test
    void anotherBlockAtTheProbeLetsEverybodyWaitAgain() throws Exception {
        try (Flow flow = flow("plume.budget.window", "1s")) {
            CompletableFuture<Summary> batch = flow.batchLater(file(good(500)));
            soon().until(() -> plume.stats().searches() > 20);
            plume.block(Duration.ofMinutes(5));
            soon().until(() -> flow.hold() != null && flow.hold().round() >= 1);
            plume.block(Duration.ZERO);

            assertThat(plume.stats().refused()).isLessThanOrEqualTo(IN_FLIGHT + 5);
            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 500L);
        }
    }

    @Test
    void aBlockThatTellsWhenItEndsIsTakenAtItsWord() throws Exception {
        WireMockServer api = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        api.start();
        try {
            api.stubFor(WireMock.get(WireMock.anyUrl())
                    .inScenario("block")
                    .whenScenarioStateIs(Scenario.STARTED)
                    .willReturn(WireMock.aResponse()
                            .withStatus(403)
                            .withHeader("Retry-After", "1")
                            .withBody("<html>Forbidden</html>"))
                    .willSetStateTo("over"));
            api.stubFor(WireMock.get(WireMock.anyUrl())
                    .inScenario("block")
                    .whenScenarioStateIs("over")
                    .willReturn(WireMock.okJson("[]")));
            try (Flow flow =
                    flow("plume.api.url", "http://localhost:" + api.port() + "/api", "plume.budget.window", "5m")) {
                Instant begin = Instant.now();
                assertThat(flow.lookup("A1").outcome()).isEqualTo(Outcome.NO_MATCH);
                assertThat(Duration.between(begin, Instant.now())).isBetween(ofMillis(990), Duration.ofSeconds(30));
            }
        } finally {
            api.stop();
        }
    }

    // ---- the log-in

    @ParameterizedTest
    @EnumSource(names = {"TOKEN_DOWN", "TOKEN_INVALID"})
    void whileTheLogInFailsAccountsWait(Outage outage) throws Exception {
        plume.outage(outage);
        try (Flow flow = flow()) {
            CompletableFuture<Summary> batch = flow.batchLater(file(good(50)));
            soon().until(() -> flow.hold() != null && plume.stats().logIns() == 2);

            assertThat(flow.hold().cause()).isEqualTo(HoldCause.LOG_IN);
            assertThat(plume.stats().searches()).isZero();
            plume.outage(Outage.NONE);
            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 50L);
            assertThat(plume.stats().logIns()).isEqualTo(3);
        }
    }

    @Test
    void aLogInThatFailsInTheMiddleOfABatchFailsNoAccount() throws Exception {
        try (Flow flow = flow()) {
            CompletableFuture<Summary> batch = flow.batchLater(file(good(2000)));
            soon().until(() -> plume.stats().searches() > 20);
            plume.outage(Outage.TOKEN_DOWN);
            plume.expireTokens();
            soon().until(() -> flow.hold() != null);

            assertThat(callsDuringHold(flow)).isLessThanOrEqualTo(IN_FLIGHT + 1);
            plume.outage(Outage.NONE);
            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 2000L);
        }
    }

    // ---- the API

    @ParameterizedTest
    @EnumSource(names = {"REFUSE_5XX", "RESET", "SLOW"})
    void whileTheApiIsDownAccountsWait(Outage outage) throws Exception {
        try (Flow flow = flow("plume.call.timeout", "1s")) {
            CompletableFuture<Summary> batch = flow.batchLater(file(good(3000)));
            soon().until(() -> plume.stats().searches() > 20);
            plume.outage(outage);
            long before = plume.stats().calls();
            soon().until(() -> flow.hold() != null && flow.hold().round() == 1);

            assertThat(flow.hold().cause()).isEqualTo(HoldCause.OUTAGE);
            // Once those in flight are answered, ten accounts open the breaker, each with four tries; then a probe.
            assertThat(plume.stats().calls() - before).isLessThanOrEqualTo(4 * (10 + IN_FLIGHT) + IN_FLIGHT + 1);
            plume.outage(Outage.NONE);
            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 3000L);
        }
    }

    @Test
    void anApiThatIsDownFromTheFirstCallOnFailsNoAccount() throws Exception {
        plume.outage(Outage.REFUSE_5XX);
        try (Flow flow = flow("plume.auth.token", "Bearer " + plume.issueToken(), "plume.auth.token-url", "")) {
            CompletableFuture<Summary> batch = flow.batchLater(file(good(100)));
            soon().until(() -> flow.hold() != null && flow.hold().round() == 1);
            plume.outage(Outage.NONE);

            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 100L);
        }
    }

    @Test
    void onePoisonedAccountIsNoOutage() throws Exception {
        try (Flow flow = flow()) {
            Stream<String> accounts = Stream.of(good(20), poisoned(1), good(60).skip(20))
                    .reduce(Stream::concat)
                    .orElseThrow();
            Summary summary = end(flow.batchLater(file(accounts)));

            assertThat(summary.outcomes()).containsEntry("found", 60L).containsEntry("server-error", 1L);
            assertThat(plume.callsOf("S500-0")).isEqualTo(4);
            assertThat(flow.holds()).isEmpty();
        }
    }

    @Test
    void thirtyPoisonedAccountsInARowAreToBlameThemselvesWhenAnotherIsAnswered() throws Exception {
        try (Flow flow = flow()) {
            Stream<String> accounts = Stream.of(good(20), poisoned(30), good(60).skip(20))
                    .reduce(Stream::concat)
                    .orElseThrow();
            Summary summary = end(flow.batchLater(file(accounts)));

            assertThat(summary.outcomes()).containsEntry("found", 60L).containsEntry("server-error", 30L);
            assertThat(plume.callsPerAccount().entrySet())
                    .filteredOn(calls -> calls.getKey().startsWith("S500-"))
                    .hasSize(30)
                    .allSatisfy(calls -> assertThat(calls.getValue()).isBetween(4L, 8L));
        }
    }

    @Test
    void anOutageEndsThoughTheAccountThatWasKnownBeforeIsPoisonedSince() throws Exception {
        WireMockServer api = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        api.start();
        try (Flow flow =
                flow("plume.api.url", "http://localhost:" + api.port() + "/api", "plume.retry.attempts", "100")) {
            api.stubFor(WireMock.get(WireMock.anyUrl()).willReturn(WireMock.okJson("[]")));
            assertThat(flow.lookup("KNOWN").outcome()).isEqualTo(Outcome.NO_MATCH);
            api.stubFor(WireMock.get(WireMock.anyUrl()).willReturn(WireMock.serverError()));
            CompletableFuture<Summary> batch = flow.batchLater(file(good(20)));
            soon().until(() -> flow.hold() != null);

            api.stubFor(WireMock.get(WireMock.anyUrl()).willReturn(WireMock.okJson("[]")));
            api.stubFor(WireMock.get(WireMock.urlPathMatching(".*/KNOWN")).willReturn(WireMock.serverError()));
            assertThat(end(batch).outcomes()).containsOnlyKeys("no-match").containsEntry("no-match", 20L);
        } finally {
            api.stop();
        }
    }

    @Test
    void poisonedAccountsAtTheEndOfAFileEndToo() throws Exception {
        try (Flow flow = flow()) {
            Summary summary = end(flow.batchLater(file(Stream.concat(good(5), poisoned(30)))));

            assertThat(summary.outcomes()).containsEntry("found", 5L).containsEntry("server-error", 30L);
        }
    }

    // ---- refusals

    @Test
    void refusedAccountsAtTheBeginningOfAFileAreAnsweredToo() throws Exception {
        try (Flow flow = flow()) {
            Summary summary = end(flow.batchLater(file(Stream.concat(refused(12), good(20)))));

            assertThat(summary.outcomes())
                    .containsEntry("found", 20L)
                    .containsEntry("forbidden", 6L)
                    .containsEntry("unauthorized", 6L);
            assertThat(flow.holds()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ALL_401", "ALL_403"})
    void twentyRefusalsInARowAreTakenForOurFaultAndAskedAgainWhenItIsMended(Outage outage) throws Exception {
        plume.outage(outage);
        try (Flow flow = flow()) {
            CompletableFuture<Summary> batch = flow.batchLater(file(good(60)));
            soon().until(() -> flow.hold() != null && flow.hold().round() == 1);

            assertThat(flow.hold().cause()).isEqualTo(HoldCause.REFUSED);
            assertThat(flow.hold().why()).contains("plume.auth.*", "plume.hold.refusals=0");
            assertThat(plume.stats().logIns()).isLessThanOrEqualTo(2);
            plume.outage(Outage.NONE);
            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 60L);
        }
    }

    @Test
    void aCredentialThatIsRefusedInTheMiddleOfABatchFailsNoAccount() throws Exception {
        try (Flow flow = flow()) {
            CompletableFuture<Summary> batch = flow.batchLater(file(good(2000)));
            soon().until(() -> plume.stats().searches() > 20);
            plume.outage(Outage.ALL_403);
            soon().until(() -> flow.hold() != null);
            plume.outage(Outage.NONE);

            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 2000L);
        }
    }

    @Test
    void aSlowApiThatRefusesEverythingFailsNoAccountEither() throws Exception {
        try (FakePlume slow = new FakePlume(
                        FakePlumeSettings.builder().delay(ofMillis(1200)).build());
                Flow flow = Flow.start(slow, folder.resolve("outbox"), "plume.concurrency", "10")) {
            slow.outage(Outage.ALL_403);
            CompletableFuture<Summary> batch = flow.batchLater(file(good(30)));
            soon().until(() -> flow.hold() != null);
            slow.outage(Outage.NONE);

            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 30L);
        }
    }

    @Test
    void fiveRefusedAccountsAmongGoodOnesAreAnswered() throws Exception {
        try (Flow flow = flow()) {
            Stream<String> accounts = Stream.of(good(20), refused(5), good(60).skip(20))
                    .reduce(Stream::concat)
                    .orElseThrow();
            Summary summary = end(flow.batchLater(file(accounts)));

            assertThat(summary.outcomes())
                    .containsEntry("found", 60L)
                    .containsEntry("forbidden", 3L)
                    .containsEntry("unauthorized", 2L);
            assertThat(flow.holds()).isEmpty();
        }
    }

    @Test
    void thirtyReallyRefusedAccountsInARowAreAnsweredWhenAGoodOneIsKnown() throws Exception {
        try (Flow flow = flow()) {
            Stream<String> accounts =
                    Stream.concat(good(5), IntStream.range(0, 30).mapToObj(i -> "S403-" + i));
            Summary summary = end(flow.batchLater(file(accounts)));

            assertThat(summary.outcomes()).containsEntry("found", 5L).containsEntry("forbidden", 30L);
            assertThat(plume.callsPerAccount().entrySet())
                    .filteredOn(calls -> calls.getKey().startsWith("S403-"))
                    .allSatisfy(calls -> assertThat(calls.getValue()).isLessThanOrEqualTo(2));
        }
    }

    @Test
    void whoSwitchesItOffGetsEveryRefusalAsTheAnswerAtOnce() throws Exception {
        try (Flow flow = flow("plume.hold.refusals", "0")) {
            Summary summary = end(flow.batchLater(file(refused(40))));

            assertThat(summary.outcomes()).containsEntry("forbidden", 20L).containsEntry("unauthorized", 20L);
            assertThat(flow.holds()).isEmpty();
        }
    }

    @Test
    void aSingleRefusedAccountIsAnsweredThoughNoOtherFollows() throws Exception {
        try (Flow flow = flow()) {
            LookupOutcome outcome = flow.lookupLater("S401-1").get(180, TimeUnit.SECONDS);

            assertThat(outcome.outcome()).isEqualTo(Outcome.UNAUTHORIZED);
            assertThat(plume.stats().logIns()).isEqualTo(2);
        }
    }

    // ---- who watches, sees it

    @Test
    void aHoldThatIsLongerThanAllowedLeavesTheAccountsForTheNextStart() throws Exception {
        plume.outage(Outage.TOKEN_DOWN);
        Path file = file(good(10));
        try (Flow flow = flow("plume.hold.max", "300ms")) {
            CompletableFuture<Summary> batch = flow.batchLater(file);
            assertThat(batch)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withStackTraceContaining("plume.hold.max");
        }
        plume.outage(Outage.NONE);
        try (Flow flow = flow("plume.hold.max", "300ms")) {
            assertThat(flow.batch(file).outcomes()).containsOnlyKeys("found").containsEntry("found", 10L);
        }
    }

    @Test
    void aHoldThatIsLongerThanAllowedEndsInTheSameProcessWhenTheFaultDoes() throws Exception {
        plume.outage(Outage.TOKEN_DOWN);
        try (Flow flow = flow("plume.hold.max", "300ms")) {
            assertThat(flow.batchLater(file(good(10)))).failsWithin(Duration.ofSeconds(30));

            plume.outage(Outage.NONE);
            soon().ignoreExceptions().until(() -> flow.lookup("A1").found()); // gives up until a probe may leave
            assertThat(flow.lookup("A2").outcome()).isEqualTo(Outcome.FOUND);
        }
    }

    /** Counts the calls from now until the hold's probe may leave; none of those that come after it, however late this is asked. */
    private long callsDuringHold(Flow flow) {
        Instant until = flow.hold().until();
        AtomicLong calls = new AtomicLong();
        plume.onReceived(received -> {
            if (Instant.now().isBefore(until)) {
                calls.incrementAndGet();
            }
        });
        soon().until(() -> !Instant.now().isBefore(until));
        return calls.get();
    }

    private static Duration ofMillis(long millis) {
        return Duration.ofMillis(millis);
    }
}
