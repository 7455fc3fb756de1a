package org.plumelookup.jms;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;

/** The URL of a broker is held against its rule, and what is secret in it is not shown. */
class BrokerSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "http://localhost", "tcp://", "amqp", "bean:", "tcp://a b", "embedded://x"})
    void aUrlThatNamesNoBrokerIsRefused(String url) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> settings(url))
                .withMessageContaining("plume.jms.broker-url = " + url + ": must be embedded, tcp://host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp://me:secret@host:1", "tcp://host:1?trustStorePassword=secret"})
    void aUrlWithASecretIsRefusedAndNotShown(String url) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> settings(url))
                .withMessageContaining("plume.jms.broker-url = (not shown)")
                .withMessageContaining("plume.jms.password")
                .matches(refusal -> !refusal.getMessage().contains("secret"));
    }

    private static BrokerSettings settings(String url) {
        return BrokerSettings.from(Settings.of(Map.of("plume.jms.broker-url", url), InstanceName.PLUME));
    }
}
