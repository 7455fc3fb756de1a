package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.demo.Outage;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;

/** Promise: a fault of theirs is not a fault of the account, also where few are in flight, as a queue brings them. */
@Execution(ExecutionMode.CONCURRENT)
class HoldWithFewInFlightTest extends HoldTestSupport {

    @ParameterizedTest
    @EnumSource(names = {"REFUSE_5XX", "RESET", "GARBAGE", "ALL_401", "ALL_403"})
    void aSingleAccountWaitsThroughAnOutageWhereOneIsKnownThatWasAnsweredBefore(Outage outage) throws Exception {
        try (Flow flow = flow()) {
            assertThat(flow.lookup("A1").outcome()).isEqualTo(Outcome.FOUND);
            plume.outage(outage);
            CompletableFuture<LookupOutcome> lookup = flow.lookupLater("A2");
            await().until(flow::isHeld);

            plume.outage(Outage.NONE);
            assertThat(Patience.result(lookup).outcome()).isEqualTo(Outcome.FOUND);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSE_5XX", "GARBAGE"})
    void lookupsThatTakeEveryPlaceWaitThroughAnOutageThoughNoAccountIsKnown(Outage outage) throws Exception {
        plume.outage(outage);
        try (Flow flow = flow("plume.concurrency", "4")) {
            List<CompletableFuture<LookupOutcome>> lookups =
                    accounts("A", 4).map(flow::lookupLater).toList();
            await().until(flow::isHeld);

            plume.outage(Outage.NONE);
            for (CompletableFuture<LookupOutcome> lookup : lookups) {
                assertThat(Patience.result(lookup).outcome()).isEqualTo(Outcome.FOUND);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"S500-1, SERVER_ERROR, 4", "HTML-1, UNEXPECTED, 1", "S403-1, FORBIDDEN, 1"})
    void aSingleAccountIsAnsweredWhenAnotherIsAnsweredAsBefore(String account, Outcome outcome, int calls)
            throws Exception {
        try (Flow flow = flow()) {
            flow.lookup("A1");

            assertThat(flow.lookup(account).outcome()).isEqualTo(outcome);
            assertThat(plume.callsOf(account)).isEqualTo(calls);
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

    @ParameterizedTest
    @ValueSource(strings = {"S403-1", "S500-1"})
    void accountsAreAnsweredOneByOneThoughNoneIsKnown(String account) throws Exception {
        try (Flow flow = flow("plume.concurrency", "1")) {
            for (int i = 0; i < 3; i++) { // so many at once would be a hold
                assertThat(flow.lookup(account + i).found()).isFalse();
            }
            assertThat(flow.isHeld()).isFalse();
        }
    }
}
