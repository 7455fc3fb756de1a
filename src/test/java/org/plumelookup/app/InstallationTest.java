package org.plumelookup.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.PlumeLookup;

/** The program's folder may have its routes elsewhere. */
@DisabledOnOs(OS.WINDOWS)
class InstallationTest {
    @TempDir
    private Path folder;

    @Test
    void routesAreWhereALinkLeads() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("etc")).toRealPath();
        Files.createSymbolicLink(folder.resolve("routes"), elsewhere);

        assertThat(installation().routes()).isEqualTo(elsewhere);
    }

    @Test
    void aLinkThatLeadsNowhereIsAMissingFolder() throws IOException {
        Files.createSymbolicLink(folder.resolve("routes"), folder.resolve("etc"));

        assertThat(installation().routes()).isEqualTo(folder.resolve("routes"));
    }

    private Installation installation() {
        return new Installation(folder, Map.of(), PlumeLookup::new);
    }
}
