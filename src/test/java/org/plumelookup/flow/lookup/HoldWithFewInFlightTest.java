package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.Outage;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;
import org.plumelookup.support.SideBySide;

/** Promise: a fault of theirs is not a fault of the account, even if few are in flight, as a queue brings them. */
@Execution(ExecutionMode.CONCURRENT)
class HoldWithFewInFlightTest extends HoldTestSupport {

    @Test
    void aSingleAccountWaitsThroughAnOutageWhereOneIsKnownThatWasAnsweredBefore() throws Exception {
        SideBySide.check(
                List.of(Outage.REFUSE_5XX, Outage.RESET, Outage.GARBAGE, Outage.ALL_401, Outage.ALL_403),
                this::aSingleAccountWaits);
    }

    private void aSingleAccountWaits(Outage outage) throws Exception {
        try (FakePlume plume = fake();
                Flow flow = Flow.start(plume, folder)) {
            assertThat(flow.lookup("A1").outcome()).isEqualTo(Outcome.FOUND);
            plume.outage(outage);
            CompletableFuture<LookupOutcome> lookup = flow.lookupLater("A2");
            await().until(flow::isHeld);

            plume.outage(Outage.NONE);
            assertThat(Patience.result(lookup).outcome()).isEqualTo(Outcome.FOUND);
        }
    }

    @Test
    void lookupsThatTakeEveryPlaceWaitThroughAnOutageThoughNoAccountIsKnown() throws Exception {
        SideBySide.check(List.of(Outage.REFUSE_5XX, Outage.GARBAGE), this::lookupsThatTakeEveryPlaceWait);
    }

    private void lookupsThatTakeEveryPlaceWait(Outage outage) throws Exception {
        try (FakePlume plume = fake();
                Flow flow = Flow.start(plume, folder, "plume.concurrency", "4")) {
            plume.outage(outage);
            List<CompletableFuture<LookupOutcome>> lookups =
                    accounts("A", 4).map(flow::lookupLater).toList();
            await().until(flow::isHeld);

            plume.outage(Outage.NONE);
            for (CompletableFuture<LookupOutcome> lookup : lookups) {
                assertThat(Patience.result(lookup).outcome()).isEqualTo(Outcome.FOUND);
            }
        }
    }

    private record OneOfItsOwn(String account, Outcome outcome, int calls) {}

    @Test
    void aSingleAccountIsAnsweredWhenAnotherIsAnsweredAsBefore() throws Exception {
        SideBySide.check(
                List.of(
                        new OneOfItsOwn("S500-1", Outcome.SERVER_ERROR, 4),
                        new OneOfItsOwn("HTML-1", Outcome.UNEXPECTED, 1),
                        new OneOfItsOwn("S403-1", Outcome.FORBIDDEN, 1)),
                this::aSingleAccountIsAnswered);
    }

    private void aSingleAccountIsAnswered(OneOfItsOwn one) {
        try (FakePlume plume = fake();
                Flow flow = Flow.start(plume, folder)) {
            flow.lookup("A1");

            assertThat(flow.lookup(one.account).outcome()).isEqualTo(one.outcome);
            assertThat(plume.callsOf(one.account)).isEqualTo(one.calls);
            assertThat(plume.callsOf("A1")).isEqualTo(2);
            assertThat(flow.isHeld()).isFalse();
        }
    }

    @Test
    void anAccountThatWasAnsweredBeforeWaitsLikeAnyOther() throws Exception {
        try (Flow flow = flow()) {
            flow.lookup("A1");
            flow.lookup("A2");
            plume.outage(Outage.REFUSE_5XX);
            CompletableFuture<LookupOutcome> lookup = flow.lookupLater("A2");
            await().until(flow::isHeld);

            plume.outage(Outage.NONE);
            assertThat(Patience.result(lookup).outcome()).isEqualTo(Outcome.FOUND);
        }
    }

    /** While it waits for the budget, which has a call to give every 1.2 s, nobody else asks the same. */
    @Test
    void oneCallTellsAllAlsoWhereItWaitsForTheBudget() throws Exception {
        try (Flow flow = flow(
                "plume.budget.window-calls",
                "20",
                "plume.budget.window",
                "24s",
                "plume.retry.attempts",
                "1",
                "plume.auth.token",
                "Bearer " + plume.issueToken(),
                "plume.auth.token-url",
                "")) {
            flow.lookup("A1");
            List<CompletableFuture<LookupOutcome>> lookups =
                    accounts("S500-", 2).map(flow::lookupLater).toList();
            for (CompletableFuture<LookupOutcome> lookup : lookups) {
                assertThat(Patience.result(lookup).outcome()).isEqualTo(Outcome.SERVER_ERROR);
            }
            assertThat(plume.callsOf("A1")).isEqualTo(2);
        }
    }

    @Test
    void oneCallTellsAllWhoseAnswersAreInDoubt() throws Exception {
        try (Flow flow = flow("plume.budget.calls-per-second", "6")) {
            flow.lookup("A1");
            List<CompletableFuture<LookupOutcome>> lookups =
                    accounts("S403-", 5).map(flow::lookupLater).toList();

            for (CompletableFuture<LookupOutcome> lookup : lookups) {
                assertThat(Patience.result(lookup).outcome()).isEqualTo(Outcome.FORBIDDEN);
            }
            assertThat(plume.callsOf("A1")).isEqualTo(2);
        }
    }

    @Test
    void accountsAreAnsweredOneByOneThoughNoneIsKnown() throws Exception {
        SideBySide.check(List.of("S403-", "S500-"), this::oneByOne);
    }

    private void oneByOne(String account) {
        try (FakePlume plume = fake();
                Flow flow = Flow.start(plume, folder, "plume.concurrency", "1")) {
            for (int i = 0; i < 3; i++) { // so many at once would be a hold
                assertThat(flow.lookup(account + i).found()).isFalse();
            }
            assertThat(flow.isHeld()).isFalse();
        }
    }
}
