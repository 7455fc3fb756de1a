package org.plumelookup.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import jakarta.jms.ConnectionFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    @Test
    void eachConnectionHasThePasswordThatItsFileHasByThen(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "first\n");
        BrokerSettings settings = BrokerSettings.from(Settings.of(
                Map.of(
                        "plume.jms.broker-url", "tcp://host:1",
                        "plume.jms.user", "me",
                        "plume.jms.password-file", file.toString()),
                InstanceName.PLUME));
        List<String> used = new ArrayList<>();
        ConnectionFactory client = (ConnectionFactory) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ConnectionFactory.class}, (factory, method, arguments) -> {
                    used.add(arguments[0] + " " + arguments[1]);
                    return null;
                });
        settings.connect(client);
        Files.writeString(file, "second");
        await().untilAsserted(() -> {
            settings.connect(client);
            assertThat(used).last().isEqualTo("me second");
        });

        assertThat(used.get(0)).isEqualTo("me first");
        assertThat(settings.toString()).doesNotContain("second");
        assertThat(settings.hidden("the second one")).isEqualTo("the (not shown) one");
    }

    private static BrokerSettings settings(String url) {
        return BrokerSettings.from(Settings.of(Map.of("plume.jms.broker-url", url), InstanceName.PLUME));
    }
}
