package org.plumelookup.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No key is ignored because it is misspelt, or because no lookup has its prefix. */
class SettingsCheckTest {
    private Path file;

    @BeforeEach
    void write(@TempDir Path folder) throws IOException {
        file = Files.writeString(folder.resolve("application.properties"), """
                plume.api.url=http://localhost/api
                plume-names.api.url=http://localhost/api
                plumes.are=of no interest
                camel.main.name=plume
                """);
    }

    @Test
    void aKeyOfASecondLookupIsKnownByWhatFollowsItsPrefix() throws IOException {
        assertThat(unknown()).isEmpty();

        Files.writeString(file, "plume-names.search.feild=name\nplume.serch.field=name\nplume-.api.url=x\n");
        assertThat(unknown())
                .hasSize(2)
                .anyMatch(told -> told.contains("Did you mean plume-names.search.field?"))
                .anyMatch(told -> told.contains("Did you mean plume.search.field?"));
    }

    @Test
    void aPrefixThatNoLookupHasIsRefused() throws IOException {
        assertThatCode(() -> SettingsCheck.checkPrefixes(given(), "the file", prefix -> true))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> SettingsCheck.checkPrefixes(given(), "the file", InstanceName.PLUME::equals))
                .withMessageContaining("plume-names.api.url: no lookup has keys that begin with plume-names.")
                .withMessageContaining(
                        "camel.beans.plumeNames=#class:org.plumelookup.PlumeLookup(\"plume-names\") to the file")
                .withMessageContaining(file.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "PLUME_API_URLL,           PLUME_API_URL",
        "PLUME_CONCURENCY,         PLUME_CONCURRENCY",
        "PLUME_RETRY_DEALY,        PLUME_RETRY_DELAY",
        "PLUME_ACME_API_URLL,      PLUME_ACME_API_URL",
        "PLUME_ACME_EU_CONCURENCY, PLUME_ACME_EU_CONCURRENCY",
        "PLUME_,                   PLUME_RELOAD"
    })
    void aMisspeltVariableIsToldAsItIsWritten(String name, String nearest) {
        List<GivenKey> given = GivenKey.ofEnvironment(Map.of(name, "of-the-test"));
        assertThat(SettingsCheck.unknown(given))
                .containsExactly(name + " is not a key of this program. Did you mean " + nearest
                        + "? Change it in the environment.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PLUME_API_URL", "PLUME_ACME_API_URL", "PLUME_ACME_2_AUTH_TOKEN_URL", "PLUMES_ARE", "APLUME_X"})
    void aVariableOfAnyInstanceAndOfOthersIsNoFault(String name) {
        assertThat(SettingsCheck.unknown(GivenKey.ofEnvironment(Map.of(name, "x"))))
                .isEmpty();
    }

    @Test
    void whatKubernetesTellsOfAServiceIsNoFault() {
        Map<String, String> environment = Map.of(
                "PLUME_LOOKUP_SERVICE_HOST", "10.0.0.1",
                "PLUME_LOOKUP_SERVICE_PORT", "9876",
                "PLUME_LOOKUP_PORT", "tcp://10.0.0.1:9876",
                "PLUME_LOOKUP_PORT_9876_TCP_ADDR", "10.0.0.1",
                "PLUME_OTHER_PORT", "9876");
        assertThat(SettingsCheck.unknown(GivenKey.ofEnvironment(environment)))
                .hasSize(1)
                .allMatch(told -> told.startsWith("PLUME_OTHER_PORT is not a key"));
    }

    @Test
    void aVariableWhosePrefixNoLookupHasIsRefused() {
        List<GivenKey> given = GivenKey.ofEnvironment(Map.of("PLUME_FILE_CONCURRENCY", "8"));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> SettingsCheck.checkPrefixes(given, "the file", InstanceName.PLUME::equals))
                .withMessageContaining("PLUME_FILE_CONCURRENCY: no lookup has keys that begin with plume-file.")
                .withMessageEndingWith("or correct the key in the environment.");
    }

    private List<String> unknown() throws IOException {
        return SettingsCheck.unknown(given());
    }

    private List<GivenKey> given() throws IOException {
        return GivenKey.ofProperties(Utf8File.properties(file), file.toString());
    }

    @Test
    void aKeyThatIsGoneIsToldWithWhatReplacesIt() throws IOException {
        Files.writeString(file, "plume.hold.refusals=5\nplume-names.hold.refusals=5\n");
        assertThat(unknown())
                .anyMatch(told -> told.contains("plume.hold.refusals is no longer a key")
                        && told.contains("plume.hold.canary replaces it"))
                .anyMatch(told -> told.contains("plume-names.hold.canary replaces it"));
    }
}
