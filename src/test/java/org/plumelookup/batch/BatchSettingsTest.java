package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.Settings;

/**
 * An inbox that Camel's file component would take for another path, and an unknown encoding, are refused at the start.
 */
class BatchSettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"inbox", "/srv/in box", "in%zz", "50%", "in#1", "in&out", "in+out", "in$x", "in;x=1", "Eingänge"
            })
    void aPathIsTakenAsItStands(String inbox) {
        assertThat(settings(inbox).inbox()).hasToString(inbox);
    }

    @DisabledOnOs(OS.WINDOWS)
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"in%41box, %41", "in?box, ?", "in${x}box, ${", "in$simple{x}box, $simple{", "in\\box, \\"})
    void aPathThatWouldBeTakenApartIsRefused(String inbox, String why) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> settings(inbox))
                .withMessageStartingWith("plume.file.inbox = " + inbox + ": must be a path without " + why + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plume.file.inbox", "plume.file.outbox"})
    void aPathThatTheMachineCannotHaveIsRefused(String key) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> BatchSettings.from(keys(Map.of(key, "in\0box"))))
                .withMessageStartingWith(key + " = ")
                .withMessageContaining("must be a valid path on this machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ansi", "windows 1252", "UTF8;", "\u00fc"})
    void anEncodingThatJavaDoesNotKnowIsRefused(String encoding) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> BatchSettings.from(keys(Map.of("plume.file.encoding", encoding))))
                .withMessageStartingWith("plume.file.encoding = " + encoding
                        + ": must be the name of an encoding that this JVM supports");
    }

    private static BatchSettings settings(String inbox) {
        return BatchSettings.from(keys(Map.of("plume.file.inbox", inbox)));
    }

    private static Settings keys(Map<String, String> settings) {
        return new Settings(key -> Optional.ofNullable(settings.get(key)));
    }
}
