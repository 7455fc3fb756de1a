package org.plumelookup.scaleout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was sent is known again after a crash, and a damaged record is reported with its file. */
class DispatchCheckpointTest {
    @TempDir
    private Path folder;

    @Test
    void aRecordIsReadAsItWasWritten() throws IOException {
        DispatchCheckpoint sent = DispatchCheckpoint.none().upTo(3_000_000_000L);
        sent.write(folder);
        assertThat(DispatchCheckpoint.read(folder)).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "seven id", "99999999999999999999 id", "-1 id", "1 id more"})
    void aDamagedOneIsToldWithItsFile(String text) throws IOException {
        Files.writeString(folder.resolve(".sent"), text);
        assertThatThrownBy(() -> DispatchCheckpoint.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve(".sent").toString())
                .hasMessageContaining("damaged");
    }
}
