package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.fake.Outage;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;

/** Counts the extra calls that the canary costs; {@code docs/architecture.md} has them in a table. */
@Execution(ExecutionMode.CONCURRENT)
class CanaryCostTest extends HoldTestSupport {
    private static final String NOBODY = "plume-lookup-canary";

    @Test
    void goodAnswersCostNone() throws Exception {
        try (Flow flow = flow()) {
            flow.batch(file(Stream.concat(good(20), accounts("NONE-", 20))));

            assertThat(canaries()).isZero();
        }
    }

    @Test
    void anAnswerInDoubtCostsOneIfItIsAlone() {
        try (Flow flow = flow()) {
            flow.lookup("A1");
            long expected = 0;
            for (String account : List.of("S403-1", "S401-1", "HTML-1", "S500-1")) {
                flow.lookup(account);

                assertThat(canaries()).as(account).isEqualTo(++expected);
            }
        }
    }

    @Test
    void theFirstAccountEverCostsOneSearchForNobody() {
        try (Flow flow = flow()) {
            flow.lookup("S403-1");

            assertThat(plume.callsPerAccount()).containsOnly(entry("S403-1", 1L), entry(NOBODY, 1L));
        }
    }

    @Test
    void fiveAnswersInDoubtAtTheSameTimeShareThem() throws Exception {
        try (Flow flow = flow("plume.budget.calls-per-second", "6")) {
            flow.lookup("A1");
            List<CompletableFuture<LookupOutcome>> lookups =
                    accounts("S403-", 5).map(flow::lookupLater).toList();
            for (CompletableFuture<LookupOutcome> lookup : lookups) {
                assertThat(Patience.result(lookup).outcome()).isEqualTo(Outcome.FORBIDDEN);
            }

            assertThat(canaries()).isBetween(1L, 4L);
        }
    }

    /** A 403 is asked again if it is in doubt when a 401 beside it replaces the token, and can then cost another one. */
    @Test
    void refusedAccountsAmongGoodOnesCostNoMoreThanOneForEachToken() throws Exception {
        try (Flow flow = flow()) {
            flow.batch(file(amongGood(refused(5))));

            assertThat(canaries()).isBetween(1L, 8L);
        }
    }

    @Test
    void thirtyRefusedAccountsInARowShareThem() throws Exception {
        try (Flow flow = flow("plume.budget.calls-per-second", "20")) {
            flow.batch(file(Stream.concat(good(5), accounts("S403-", 30))));

            assertThat(canaries()).isBetween(1L, 29L); // how many share one depends on the machine
        }
    }

    @Test
    void inAnOutageItIsTheProbe() throws Exception {
        try (Flow flow = flow()) {
            flow.lookup("A1");
            plume.outage(Outage.ALL_403);
            CompletableFuture<LookupOutcome> lookup = flow.lookupLater("A2");
            soon().until(() -> plume.callsOf(NOBODY) >= 2); // two probes

            assertThat(plume.callsOf("A1")).isEqualTo(2);
            assertThat(plume.callsOf("A2")).isOne();
            plume.outage(Outage.NONE);
            assertThat(Patience.result(lookup).outcome()).isEqualTo(Outcome.FOUND);
        }
    }

    @Test
    void switchedOffItCostsNone() throws Exception {
        try (Flow flow = flow("plume.hold.canary", "false")) {
            flow.batch(file(refused(40)));

            assertThat(canaries()).isZero();
        }
    }

    /** Counts the searches for nobody, and those for a good account beyond its own. */
    private long canaries() {
        return plume.callsPerAccount().entrySet().stream()
                .mapToLong(calls -> calls.getKey().equals(NOBODY)
                        ? calls.getValue()
                        : calls.getKey().startsWith("A") ? calls.getValue() - 1 : 0)
                .sum();
    }
}
