package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.Summary;
import org.plumelookup.resilience.Hold;
import org.plumelookup.resilience.HoldCause;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;
import org.plumelookup.support.RawServer;

/** While the firewall blocks, no call leaves and no account fails; then one probe goes first. */
@Execution(ExecutionMode.CONCURRENT)
class HoldOnFirewallTest extends HoldTestSupport {

    @Test
    void whileTheFirewallBlocksNobodyCallsAndThenOneProbeGoesFirst() throws Exception {
        try (Flow flow = flow("plume.budget.window", "1s")) {
            afterSearches(20, () -> plume.block(Duration.ofMillis(300)));
            CompletableFuture<Summary> batch = flow.batchLater(file(good(500)));
            soon().until(() -> flow.hold() != null);

            Hold hold = lastHold(flow);
            assertThat(hold.cause()).isEqualTo(HoldCause.FIREWALL);
            // A late answer of the block prolongs it.
            assertThat(Duration.between(hold.since(), hold.until()))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(30));
            assertThat(callsDuringHold(flow)).isLessThanOrEqualTo(IN_FLIGHT + 1);
            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 500L);
            // No probe went into the block, which had ended long before the first one.
            assertThat(flow.holds()).extracting(Hold::round).containsOnly(0);
        }
    }

    @Test
    void anotherBlockAtTheProbeLetsEverybodyWaitAgain() throws Exception {
        try (Flow flow = flow("plume.budget.window", "1s")) {
            afterSearches(20, () -> plume.block(Duration.ofMinutes(5)));
            CompletableFuture<Summary> batch = flow.batchLater(file(good(500)));
            soon().until(() -> flow.hold() != null && flow.hold().round() >= 1);
            plume.block(Duration.ZERO);

            assertThat(plume.stats().refused()).isLessThanOrEqualTo(IN_FLIGHT + 5);
            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 500L);
        }
    }

    @Test
    void aBlockThatTellsWhenItEndsIsTakenAtItsWord() throws Exception {
        AtomicBoolean blocked = new AtomicBoolean();
        RawServer.Script block =
                RawServer.text(RawServer.whole("403 Forbidden", "Retry-After: 1\r\n", "<html>Forbidden</html>"));
        RawServer.Script over = RawServer.text(RawServer.whole("200 OK", "", "[]"));
        try (RawServer api =
                        new RawServer((request, out) -> (blocked.getAndSet(true) ? over : block).answer(request, out));
                Flow flow = Flow.start(api.url(), "plume.budget.window", "5m")) {
            Instant begin = Instant.now();
            assertThat(flow.lookup("A1").outcome()).isEqualTo(Outcome.NO_MATCH);
            assertThat(Duration.between(begin, Instant.now())).isBetween(Duration.ofMillis(990), Patience.LONGEST);
        }
    }
}
