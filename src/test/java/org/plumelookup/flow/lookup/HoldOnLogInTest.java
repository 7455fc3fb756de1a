package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.Outage;
import org.plumelookup.resilience.HoldCause;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;

/** While the log-in fails accounts wait, and none fails. */
@Execution(ExecutionMode.CONCURRENT)
class HoldOnLogInTest extends HoldTestSupport {

    @ParameterizedTest
    @EnumSource(names = {"TOKEN_DOWN", "TOKEN_INVALID"})
    void whileTheLogInFailsAccountsWait(Outage outage) throws Exception {
        plume.outage(outage);
        try (Flow flow = flow()) {
            CompletableFuture<Summary> batch = flow.batchLater(file(good(50)));
            soon().until(() -> flow.hold() != null && plume.stats().logIns() >= 2);

            assertThat(flow.hold().cause()).isEqualTo(HoldCause.LOG_IN);
            assertThat(plume.stats().searches()).isZero();
            plume.outage(Outage.NONE);
            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 50L);
            // One in each round of the hold, and the good one.
            assertThat(plume.stats().logIns()).isLessThanOrEqualTo(flow.holds().size() + 2);
            assertThat(plume.stats().tokensIssued()).isOne();
        }
    }

    @Test
    void aLogInThatFailsInTheMiddleOfABatchFailsNoAccount() throws Exception {
        try (Flow flow = flow()) {
            afterSearches(20, () -> {
                plume.outage(Outage.TOKEN_DOWN);
                plume.expireTokens();
            });
            CompletableFuture<Summary> batch = flow.batchLater(file(good(500)));
            soon().until(() -> flow.hold() != null);

            plume.outage(Outage.NONE); // which nobody knows before the probe
            assertThat(callsDuringHold(flow)).isLessThanOrEqualTo(IN_FLIGHT + 1);
            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 500L);
        }
    }

    @Test
    void anAnswerInDoubtIsNotTheAccountsOwnIfALogInFailsBeforeTheCanaryIsAnswered() throws Exception {
        try (Flow flow = flow()) {
            flow.lookup("A1");
            plume.outage(Outage.GARBAGE);
            // Garbage is what this one gets; the canary needs a log-in, which fails.
            plume.onReceived(received -> {
                if ("B1".equals(received.accountId())) {
                    plume.outage(Outage.TOKEN_DOWN);
                    plume.expireTokens();
                }
            });
            CompletableFuture<LookupOutcome> lookup = flow.lookupLater("B1");
            soon().until(flow::isHeld);
            plume.onReceived(null);
            plume.outage(Outage.NONE);

            assertThat(Patience.result(lookup).found()).isTrue();
        }
    }

    @Test
    void aProbeThatIsInterruptedWhileItsLogInWaitsForTheBudgetLeavesItToTheNext() throws Exception {
        plume.outage(Outage.TOKEN_DOWN);
        try (Flow flow = flow("plume.budget.calls-per-second", "2")) {
            CompletableFuture<LookupOutcome> interrupted = flow.lookupLater("A1");
            soon().until(flow::isHeld);
            soon().until(() -> probeAtItsLogIn(flow), Optional::isPresent)
                    .orElseThrow()
                    .interrupt();
            assertThatThrownBy(() -> Patience.result(interrupted)).hasStackTraceContaining("interrupted");
            plume.outage(Outage.NONE);

            assertThat(Patience.result(flow.lookupLater("A2")).found()).isTrue();
        }
    }

    /** Returns the thread whose log-in waits for its turn in the budget. */
    private static Optional<Thread> probeAtItsLogIn(Flow flow) {
        String name = "(" + flow.context().getName() + ")";
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().contains(name))
                .filter(thread -> {
                    String stack = List.of(thread.getValue()).toString();
                    return stack.contains("ClientCredentials.logIn") && stack.contains("RateLimiter.take");
                })
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
