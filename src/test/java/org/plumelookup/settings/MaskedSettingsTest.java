package org.plumelookup.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings are shown without their secrets. */
class MaskedSettingsTest {
    @Test
    void onlyWhatDiffersIsShownByTheKeyThatTheUserWrote() {
        Map<String, String> set = Map.of("plume.concurrency", "8", "plume.retry.attempts", "2");
        assertThat(MaskedSettings.of(Settings.of(set, InstanceName.PLUME), true))
                .containsExactly(entry("plume.retry.attempts", "2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plume.auth.token | Bearer abc | (set, not shown)",
                "plume.auth.authorization | Basic abc | (set, not shown)",
                "plume.jms.password | abc | (set, not shown)",
                "plume.api.url | https://host/api | https://host/api",
                "plume.database.url | jdbc:postgresql://host/db?user=a&password=b | jdbc:postgresql://host/db?...",
                "plume.database.url | jdbc:sqlserver://host;user=a;password=b | jdbc:sqlserver://host?...",
                "plume.database.url | jdbc:oracle:thin:scott/tiger@//host:1521/x | jdbc:oracle:thin:***@//host:1521/x",
                "plume.budget.store | jdbc:postgresql://a:b@host/db | jdbc:postgresql://***@host/db",
                "plume.jms.broker-url | tcp://a:p@ss@host:61616 | tcp://***@host:61616",
                "plume.jms.broker-url | embedded | embedded",
                "plume.success.uri | sftp:a:b@host/in?password=c | sftp:***@host/in?...",
                "plume.success.uri | bean:plumeOutbox?method=found | bean:plumeOutbox?...",
                "plume.file.inbox | /data/in@box | /data/in@box",
                "plume.timer.account-ids | A-1,A-2 | (set, not shown)",
            })
    void secretsAreMasked(String key, String value, String shown) {
        assertThat(MaskedSettings.masked(key, value, false)).isEqualTo(shown);
    }

    @Test
    void accountIdsAreShownToWhoMaySeeThem() {
        assertThat(MaskedSettings.masked("plume.timer.account-ids", "A-1,A-2", true))
                .isEqualTo("A-1,A-2");
        assertThat(MaskedSettings.masked("plume.database.password", "x", true)).isEqualTo(MaskedSettings.HIDDEN);
    }
}
