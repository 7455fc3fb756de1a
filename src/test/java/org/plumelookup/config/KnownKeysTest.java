package org.plumelookup.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No key is ignored because it is misspelt, or because no lookup has its prefix. */
class KnownKeysTest {
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
        assertThat(KnownKeys.unknown(file)).isEmpty();

        Files.writeString(file, "plume-names.search.feild=name\nplume.serch.field=name\nplume-.api.url=x\n");
        assertThat(KnownKeys.unknown(file))
                .hasSize(2)
                .anyMatch(told -> told.contains("Did you mean plume-names.search.field?"))
                .anyMatch(told -> told.contains("Did you mean plume.search.field?"));
    }

    @Test
    void aPrefixThatNoLookupHasIsRefused() {
        assertThatCode(() -> KnownKeys.checkPrefixes(file, prefix -> true)).doesNotThrowAnyException();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> KnownKeys.checkPrefixes(file, Prefix.PLUME::equals))
                .withMessageContaining("plume-names.*: no lookup")
                .withMessageContaining("camel.beans.plumeNames=#class:org.plumelookup.PlumeLookup(\"plume-names\")")
                .withMessageContaining(file.toString());
    }

    @Test
    void aKeyThatIsGoneIsToldWithWhatReplacesIt() throws IOException {
        Files.writeString(file, "plume.hold.refusals=5\nplume-names.hold.refusals=5\n");
        assertThat(KnownKeys.unknown(file))
                .anyMatch(told -> told.contains("plume.hold.refusals is no longer a key")
                        && told.contains("plume.hold.canary replaces it"))
                .anyMatch(told -> told.contains("plume-names.hold.canary replaces it"));
    }
}
