package org.plumelookup.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({"0, PT0S", "20ms, PT0.02S", "' 1m30s', PT1M30S", "2h, PT2H", "1d, PT24H"})
    void parsesNumbersWithUnits(String text, Duration duration) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "30", "5M", "1.5s", "-1s", "1 s"})
    void refusesAnythingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationText.parse(text))
                .withMessageContaining("is not a time such as");
    }

    @Test
    void showsTheTwoLargestUnits() {
        assertThat(DurationText.of(Duration.ofMillis(7_900))).isEqualTo("7 s");
        assertThat(DurationText.of(Duration.ofSeconds(101))).isEqualTo("1 min 41 s");
        assertThat(DurationText.of(Duration.ofMinutes(200))).isEqualTo("3 h 20 min");
        assertThat(DurationText.of(Duration.ofMinutes(5))).isEqualTo("5 min");
        assertThat(DurationText.of(Duration.ofHours(26))).isEqualTo("26 h");
    }
}
