package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.fake.Outage;
import org.plumelookup.resilience.HoldCause;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;

/**
 * Refusals of account after account are taken for a fault of the credential, and one account of its own for its answer.
 */
@Execution(ExecutionMode.CONCURRENT)
class HoldOnRefusalsTest extends HoldTestSupport {

    @Test
    void refusedAccountsAtTheBeginningOfAFileAreAnsweredToo() throws Exception {
        try (Flow flow = flow()) {
            Summary summary = flow.batch(file(Stream.concat(refused(12), good(20))));

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
            soon().until(() -> flow.hold() != null && flow.hold().round() >= 1);

            assertThat(flow.hold().cause()).isEqualTo(HoldCause.REFUSED);
            assertThat(flow.hold().why()).contains("plume.auth.*");
            assertThat(plume.stats().logIns()).isLessThanOrEqualTo(2);
            plume.outage(Outage.NONE);
            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 60L);
        }
    }

    @Test
    void aCredentialThatIsRefusedInTheMiddleOfABatchFailsNoAccount() throws Exception {
        try (Flow flow = flow()) {
            afterSearches(20, () -> plume.outage(Outage.ALL_403));
            CompletableFuture<Summary> batch = flow.batchLater(file(good(500)));
            soon().until(() -> flow.hold() != null);
            plume.outage(Outage.NONE);

            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 500L);
        }
    }

    @Test
    void aSlowApiThatRefusesEverythingFailsNoAccountEither() throws Exception {
        try (FakePlume slow = new FakePlume(FakePlumeSettings.builder()
                        .delay(Duration.ofMillis(1100))
                        .build());
                Flow flow = Flow.start(slow, folder.resolve("outbox"), "plume.concurrency", "10")) {
            slow.outage(Outage.ALL_403);
            CompletableFuture<Summary> batch = flow.batchLater(file(good(20)));
            soon().until(() -> flow.hold() != null);
            slow.outage(Outage.NONE);

            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 20L);
        }
    }

    @Test
    void fiveRefusedAccountsAmongGoodOnesAreAnswered() throws Exception {
        try (Flow flow = flow()) {
            Summary summary = flow.batch(file(amongGood(refused(5))));

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
            Stream<String> accounts = Stream.concat(good(5), accounts("S403-", 30));
            Summary summary = flow.batch(file(accounts));

            assertThat(summary.outcomes()).containsEntry("found", 5L).containsEntry("forbidden", 30L);
            assertThat(plume.callsPerAccount().entrySet())
                    .filteredOn(calls -> calls.getKey().startsWith("S403-"))
                    .allSatisfy(calls -> assertThat(calls.getValue()).isLessThanOrEqualTo(2));
        }
    }

    @Test
    void whoSwitchesItOffGetsEveryRefusalAsTheAnswerAtOnce() throws Exception {
        try (Flow flow = flow("plume.hold.canary", "false")) {
            Summary summary = flow.batch(file(refused(40)));

            assertThat(summary.outcomes()).containsEntry("forbidden", 20L).containsEntry("unauthorized", 20L);
            assertThat(flow.holds()).isEmpty();
        }
    }

    @Test
    void aSingleRefusedAccountIsAnsweredThoughNoOtherFollows() throws Exception {
        try (Flow flow = flow()) {
            LookupOutcome outcome = Patience.result(flow.lookupLater("S401-1"));

            assertThat(outcome.outcome()).isEqualTo(Outcome.UNAUTHORIZED);
            assertThat(plume.stats().logIns()).isEqualTo(2);
        }
    }
}
