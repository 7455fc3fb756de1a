package org.plumelookup.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockTextTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-30T13:05:09.9Z, 14:05:09",
        "2026-11-29T23:00:00Z,   00:00:00",
        "2026-11-30T23:00:00Z,   2026-12-01 00:00:00",
        "2026-11-29T22:59:59Z,   2026-11-29 23:59:59"
    })
    void showsTheTimeOfTheMachineAndTheDateUnlessItIsToday(Instant time, String text) {
        assertThat(ClockText.of(time, ZonedDateTime.parse("2026-11-30T12:00:00+01:00")))
                .isEqualTo(text);
    }
}
