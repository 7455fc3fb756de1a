package org.plumelookup.flow.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.support.Flow;

/**
 * Shows that a start is refused, in words that name key, value and rule, if a setting cannot work. What values the
 * rules refuse shows {@code KeysTest}, without a start for each.
 */
class RefusedSettingsTest {
    private static final String URL = "http://127.0.0.1:1/api";
    private static final String[] LOG_IN = {
        "plume.auth.token", "",
        "plume.auth.token-url", "http://127.0.0.1:1/token",
        "plume.auth.authorization", "Basic YTpi",
        "plume.auth.scope", "x"
    };

    @Test
    void refusesBothWaysToAuthoriseAtOnce() {
        assertThatThrownBy(() -> start("plume.auth.token-url", "http://127.0.0.1:1/token"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("plume.auth.token and ", "plume.auth.token-url", "Remove one");
    }

    @Test
    void refusesNoWayToAuthorise() {
        assertThatThrownBy(() -> start("plume.auth.token", ""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("plume.auth.token ", "plume.auth.token-url", "plume.auth.authorization");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    plume.api.url                  |""                      | is required
                    plume.api.partner-id           |a/b                     | letters, digits
                    plume.search.field             |accountid               | one of accountId, locationId, name, email
                    plume.search.exact-match       |yes                     | must be true or false
                    plume.search.starts-with       |TRUE                    | must be true or false
                    plume.search.page-size         |0                       | from 1 to 10000
                    plume.budget.calls-per-second  |-1                      | or 0 for no limit
                    plume.budget.window-calls      |-1                      | from 0 to
                    plume.budget.window-calls      |5                       | at least 20
                    plume.budget.window            |0s                      | must be a time
                    plume.concurrency              |0                       | from 1 to 1000
                    plume.call.connect-timeout     |0                       | must be a time
                    plume.call.timeout             |0s                      | must be a time
                    plume.call.max-body            |1                       | from 1KB to 1GB
                    plume.retry.attempts           |0                       | from 1 to 100
                    plume.retry.delay              |soon                    | must be a time
                    plume.retry.max-delay          |-1s                     | must be a time
                    plume.hold.canary              |maybe                   | true or false
                    plume.hold.max                 |never                   | must be a time
                    plume.cache.ttl                |-1s                     | must be a time
                    """)
    void refusesAValueThatBreaksItsRule(String key, String value, String rule) {
        assertThatThrownBy(() -> start(key, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        key,
                        value,
                        rule,
                        key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    plume.auth.authorization |""            | is required
                    plume.auth.authorization |YTpi          | Basic and a base64 text
                    plume.auth.authorization |Bearer YTpi   | Basic and a base64 text
                    plume.auth.authorization |Basic a:b     | Basic and a base64 text
                    plume.auth.scope         |partnerId:{partner-id} role:partnerIdAdmin | is required for the scope
                    plume.auth.renew-before  |-1s           | must be a time
                    plume.auth.token-url     |token         | http or https URL
                    """)
    void refusesALogInThatCannotWork(String key, String value, String rule) {
        assertThatThrownBy(() -> logIn(key, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(rule)
                .message()
                .satisfies(text -> assertThat(text).contains(key.contains("scope") ? "plume.api.partner-id" : key));
    }

    @ParameterizedTest
    @CsvSource({
        "plume.search.field, email",
        "plume.search.page-size, ' 25 '",
        "plume.budget.calls-per-second, 0.5",
        "plume.call.max-body, 2 mb",
        "plume.call.timeout, 1500ms",
        "plume.call.timeout, 2m30s",
        "plume.api.partner-id, 5f3a_B-c",
        "plume.auth.token, any text at all"
    })
    void startsWithAValueThatKeepsItsRule(String key, String value) {
        assertThatCode(() -> start(key, value)).doesNotThrowAnyException();
    }

    private static void start(String... settings) {
        Flow.start(URL, settings).close();
    }

    private static void logIn(String key, String value) {
        String[] settings = Arrays.copyOf(LOG_IN, LOG_IN.length + 2);
        settings[LOG_IN.length] = key;
        settings[LOG_IN.length + 1] = value;
        start(settings);
    }
}
