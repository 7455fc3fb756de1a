package org.plumelookup.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumelookup.settings.InstanceName;

class BudgetSettingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6 | 2000 | 300 | 6 calls a second, at most 2000 in any 300 s",
                "0.5 | 0 | 300 | 0.5 calls a second",
                "0 | 0 | 300 | no limit of calls a second",
                "6.3 | 2000 | 300 | plume.budget.calls-per-second = 6.3 has no effect above 6.2",
                "20 | 2000 | 300 | plume.budget.calls-per-second = 20 has no effect above 6.2",
                "0 | 2000 | 300 | plume.budget.calls-per-second = 0 has no effect above 6.2",
                "20 | 10000 | 300 | 20 calls a second, at most 10000 in any 300 s"
            })
    void howFastCallsLeaveIsToldTruly(double pace, int calls, int seconds, String text) {
        BudgetSettings settings = new BudgetSettings(pace, calls, Duration.ofSeconds(seconds), false);
        assertThat(settings.text(InstanceName.PLUME)).startsWith(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6 | 2000 | 300 | 6 calls/s, window 2,000 in 5 min",
                "0.5 | 0 | 300 | 0.5 calls/s, no window",
                "0 | 0 | 300 | no limit of calls/s, no window",
                "20 | 2000 | 300 | 6.2 calls/s in the long run, window 2,000 in 5 min",
                "0 | 2000 | 300 | 6.2 calls/s in the long run, window 2,000 in 5 min",
                "20 | 10000 | 90 | 20 calls/s, window 10,000 in 1 min 30 s"
            })
    void thePaceIsToldInFewWordsAsItReallyIs(double pace, int calls, int seconds, String text) {
        assertThat(new BudgetSettings(pace, calls, Duration.ofSeconds(seconds), false).pace())
                .isEqualTo(text);
    }
}
