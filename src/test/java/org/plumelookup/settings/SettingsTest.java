package org.plumelookup.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value is read as what it stands for, or refused with itself, its rule and its key. */
class SettingsTest {

    @ParameterizedTest
    @CsvSource({"200ms,PT0.2S", "30s,PT30S", "5m,PT5M", "1h,PT1H", "2d,PT48H", "1m30s,PT1M30S", "' 5s ',PT5S", "0,PT0S"
    })
    void aTimeIsANumberWithAUnit(String value, Duration time) {
        assertThat(keys(value).time("plume.call.timeout", Duration.ZERO)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"soon", "30", "5M", "5S", "s", "-5s", "1.5s", "5x", "5s5", "31d", "999999999d", "PT5S", "٣s"})
    void nothingElseIsATime(String value) {
        refused(
                "plume.call.timeout",
                value,
                "must be a time such as 30s or 5m, from",
                keys -> keys.time("plume.call.timeout", Duration.ZERO));
    }

    @Test
    void aTimeHasALeast() {
        refused(
                "plume.budget.window",
                "0",
                "from 1s to 30d",
                keys -> keys.time("plume.budget.window", Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource({"1024,1024", "1KB,1024", "10MB,10485760", "10 mb,10485760", "1GB,1073741824"})
    void aSizeIsANumberMaybeWithAUnit(String value, int bytes) {
        assertThat(keys(value).size("plume.call.max-body")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2TB", "big", "0", "1023", "-1KB", "2GB", "999999999GB", "MB"})
    void nothingElseIsASize(String value) {
        refused(
                "plume.call.max-body",
                value,
                "must be a size such as 10MB, from 1KB to 1GB",
                keys -> keys.size("plume.call.max-body"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "0", "1001", "2.5", "99999999999"})
    void aNumberHasItsRange(String value) {
        refused(
                "plume.concurrency",
                value,
                "must be a whole number from 1 to 1000",
                keys -> keys.number("plume.concurrency", 1, 1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "fast", "NaN", "Infinity", "0.0001", "1000001"})
    void aRateHasItsRange(String value) {
        refused(
                "plume.budget.calls-per-second",
                value,
                "must be a number of calls a second",
                keys -> keys.rate("plume.budget.calls-per-second"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "TRUE"})
    void aSwitchIsTrueOrFalse(String value) {
        refused(
                "plume.search.exact-match",
                value,
                "must be true or false",
                keys -> keys.bool("plume.search.exact-match"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://plume", "plume", "http://", "http://plume/#x", "http://pl ume"})
    void aUrlIsHttpWithAHost(String value) {
        refused("plume.api.url", value, "must be an http or https URL", keys -> keys.url("plume.api.url"));
    }

    @Test
    void aUrlLosesTheSlashesAtItsEnd() {
        assertThat(keys("https://plume/api//").url("plume.api.url")).isEqualTo("https://plume/api");
    }

    @Test
    void aPasswordInAUrlAndTheValueOfASecretAreNotShown() {
        refused("plume.api.url", "http://me:pass@plume", "(not shown): must be", keys -> keys.url("plume.api.url"));
        assertThat(keys("").broken("plume.auth.token", "Bearer pass", "is wrong"))
                .hasMessageNotContaining("pass");
    }

    @Test
    void anEmptyValueIsNotSet() {
        assertThat(keys(" ").text("plume.auth.token")).isEmpty();
        refused("plume.api.url", "", "nothing: is required", keys -> keys.url("plume.api.url"));
    }

    @Test
    void aKeyNobodySetHasItsDefault() {
        Settings keys = new Settings(key -> Optional.empty());
        assertThat(keys.number("plume.concurrency", 1, 1000)).isEqualTo(8);
    }

    private static void refused(String key, String value, String rule, Consumer<Settings> read) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read.accept(keys(value)))
                .withMessageStartingWith(key + " = ")
                .withMessageContaining(rule)
                .withMessageContaining("Change " + key)
                .satisfies(refusal -> {
                    boolean hidden = value.contains("@");
                    assertThat(refusal.getMessage().contains(value)).isEqualTo(!hidden);
                });
    }

    private static Settings keys(String value) {
        return new Settings(key -> Optional.of(value));
    }
}
