package org.plumelookup.flow.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Flow;

/** Promise: the pace that is allowed is used. */
@Isolated("what runs at the same time slows it down")
class EfficiencyTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @TempDir
    private Path folder;

    @Test
    void ninetyEightPerCentOfThePaceReachTheApi() {
        assertThat(bestCallsPerSecond(50, 200)).isGreaterThanOrEqualTo(0.98 * 50);
    }

    @Test
    @Tag("long")
    void ninetyEightPerCentOfAQuickPaceReachTheApi() {
        assertThat(bestCallsPerSecond(200, 2000)).isGreaterThanOrEqualTo(0.98 * 200);
    }

    /**
     * The best of three runs counts: what else goes on in the machine can slow one down. That none is too quick is
     * proved in simulated time.
     */
    private double bestCallsPerSecond(int pace, int accounts) {
        double best = 0;
        for (int run = 0; run < 3 && best < 0.98 * pace; run++) {
            best = Math.max(best, callsPerSecond(pace, accounts, run));
        }
        return best;
    }

    private double callsPerSecond(int pace, int accounts, int run) {
        AtomicLong first = new AtomicLong();
        AtomicLong last = new AtomicLong();
        AtomicLong calls = new AtomicLong();
        Path file = Flow.file(
                folder.resolve("pace-" + run), IntStream.range(0, accounts).mapToObj(i -> "A" + i));
        try (FakePlume plume = new FakePlume();
                Flow flow = Flow.start(
                        plume,
                        folder.resolve("outbox"),
                        "plume.budget.calls-per-second",
                        String.valueOf(pace),
                        "plume.concurrency",
                        "16")) {
            plume.onReceived(received -> {
                long now = System.nanoTime();
                first.compareAndSet(0, now);
                last.accumulateAndGet(now, Math::max);
                calls.incrementAndGet();
            });
            flow.batch(file);
        }
        return (calls.get() - 1) * (double) SECOND / (last.get() - first.get());
    }
}
