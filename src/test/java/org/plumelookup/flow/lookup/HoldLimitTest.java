package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.Outage;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;

/**
 * A hold that is longer than plume.hold.max gives up; its accounts are looked up later, by the next start or the same
 * process.
 */
@Execution(ExecutionMode.CONCURRENT)
class HoldLimitTest extends HoldTestSupport {

    @Test
    void aHoldThatIsLongerThanAllowedLeavesTheAccountsForTheNextStart() throws Exception {
        plume.outage(Outage.TOKEN_DOWN);
        Path file = file(good(10));
        try (Flow flow = flow("plume.hold.max", "300ms")) {
            CompletableFuture<Summary> batch = flow.batchLater(file);
            assertThat(batch)
                    .failsWithin(Patience.LONGEST)
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
            assertThat(flow.batchLater(file(good(10)))).failsWithin(Patience.LONGEST);

            plume.outage(Outage.NONE);
            soon().ignoreExceptions().until(() -> flow.lookup("A1").found()); // gives up until a probe may leave
            assertThat(flow.lookup("A2").outcome()).isEqualTo(Outcome.FOUND);
        }
    }
}
