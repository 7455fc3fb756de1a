package org.plumelookup.observe.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.plumelookup.lookup.AnswerTimes;
import org.plumelookup.observe.HealthIssue;

/** The state is told in one word, and since when. */
class ProgramStateTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");

    @Test
    void aProgramThatHasNothingToDoWaits() {
        assertThat(ProgramState.of(List.of(), Optional.empty(), NINE, NOON))
                .isEqualTo(new ProgramState("waiting", "It waits for account IDs.", NINE));
    }

    @Test
    void aTroubleIsToldWithItsReason() {
        assertThat(ProgramState.of(
                        List.of(), Optional.of(new HealthIssue("the broker is away", NINE, null)), NINE, NOON))
                .isEqualTo(new ProgramState("trouble", "the broker is away", NINE));
    }

    @Test
    void batchesAreWorkSinceTheFirstOfThemBegan() {
        assertThat(ProgramState.busySince(List.of(NOON.minusSeconds(5), NINE), new AnswerTimes(), 0, NOON))
                .hasValue(NINE);
    }

    @Test
    void aLookupUnderWayIsWorkFromNowOn() {
        assertThat(ProgramState.busySince(List.of(), new AnswerTimes(), 1, NOON))
                .hasValue(NOON);
        assertThat(ProgramState.busySince(List.of(), new AnswerTimes(), 0, NOON))
                .isEmpty();
    }
}
