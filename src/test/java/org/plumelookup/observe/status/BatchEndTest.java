package org.plumelookup.observe.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.plumelookup.observe.BatchFigures;

/** The end of a batch is told as a clock time that the call budget and holds allow. */
class BatchEndTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final double PACE = 6;

    @Test
    void atFirstTheBudgetSaysIt() {
        assertThat(end(batch(0, 21_600, Duration.ZERO, 0), 1, false)).hasValue(NOON.plusSeconds(3600));
        assertThat(end(batch(100, 21_700, Duration.ofSeconds(5), 20), 1, false)).hasValue(NOON.plusSeconds(3600));
    }

    @Test
    void batchesThatRunAtTheSameTimeShareIt() {
        assertThat(end(batch(0, 21_600, Duration.ZERO, 0), 2, false)).hasValue(NOON.plusSeconds(7200));
    }

    @Test
    void laterTheMeasuredPaceSaysIt() {
        assertThat(end(batch(6_000, 9_000, Duration.ofMinutes(20), 5), 1, false))
                .hasValue(NOON.plusSeconds(600));
    }

    @Test
    void inAHoldNobodyKnows() {
        assertThat(end(batch(6_000, 9_000, Duration.ofMinutes(20), 5), 1, true)).isEmpty();
        assertThat(end(batch(0, 9_000, Duration.ZERO, 0), 1, true)).isEmpty();
    }

    @Test
    void withoutALimitItIsUnknownUntilARowIsAnswered() {
        assertThat(BatchEnd.of(batch(0, 10, Duration.ofSeconds(1), 0), 0, 1, false, NOON))
                .isEmpty();
        assertThat(BatchEnd.of(batch(5, 10, Duration.ofSeconds(1), 5), 0, 1, false, NOON))
                .hasValue(NOON.plusSeconds(1));
    }

    @Test
    void theLastRowIsTheEndAlsoInAHold() {
        assertThat(end(batch(10, 10, Duration.ofSeconds(1), 5), 1, true)).hasValue(NOON);
    }

    private static Optional<Instant> end(BatchFigures batch, int batches, boolean held) {
        return BatchEnd.of(batch, PACE, batches, held, NOON);
    }

    private static BatchFigures batch(long done, long total, Duration time, double rate) {
        return new Figures("a.csv", done, total, time, rate, OptionalLong.empty());
    }

    private record Figures(String name, long done, long total, Duration time, double rate, OptionalLong secondsLeft)
            implements BatchFigures {}
}
