package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plumelookup.resilience.Hold;
import org.plumelookup.resilience.HoldCause;

class ProgressTest {
    private static final String BEGUN = "accounts.txt begins: 80,100 rows, 40,100 answered before, expected end ";

    @Test
    void aBatchThatBeginsEndsAsThePaceLetsIt() {
        assertThat(progress(null).begun(6))
                .startsWith(BEGUN)
                .matches(".* expected end (\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d:\\d\\d \\(in 1 h 51 min\\)\\.");
    }

    @Test
    void nobodyKnowsItsEndWithoutAPaceOrInAHold() {
        Hold hold = new Hold(HoldCause.LOG_IN, "invalid_client", Instant.now(), Instant.now(), 0);
        assertThat(progress(null).begun(0)).isEqualTo(BEGUN + "unknown.");
        assertThat(progress(hold).begun(6)).isEqualTo(BEGUN + "unknown.");
    }

    private static Progress progress(Hold hold) {
        return new Progress("accounts.txt", 40_100, 80_100, 40_100, Duration.ZERO, Map.of(), hold);
    }
}
