package org.plumelookup.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.PlumeLookup;

/** Logback is told before the first line what the installation has set. */
class LogFormatTest {
    @TempDir
    private Path home;

    @BeforeEach
    void install() throws Exception {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("config/application.properties"), "plume.log.format=json\n");
    }

    @Test
    void theEnvironmentGoesBeforeTheConfiguration() {
        assertThat(properties(Map.of())).containsEntry("app.log", "json");
        assertThat(properties(Map.of("PLUME_LOG_FORMAT", "text"))).containsEntry("app.log", "text");
    }

    @Test
    void itIsTextUnlessSomethingElseIsSetAndAlsoWhileThatIsWrong() throws Exception {
        assertThat(properties(Map.of("PLUME_LOG_FORMAT", "xml"))).containsEntry("app.log", "text");
        Files.write(home.resolve("config/application.properties"), new byte[] {(byte) 0xff});
        assertThat(properties(Map.of())).containsEntry("app.log", "text");
    }

    @Test
    void aFileThatCannotBeReadIsLeftForTheStartToRefuse() throws Exception {
        Files.delete(home.resolve("config/application.properties"));
        Files.createDirectory(home.resolve("config/application.properties"));
        assertThat(properties(Map.of())).containsEntry("app.log", "text");
    }

    @Test
    void spaceAroundTheFormatDoesNotCount() {
        assertThat(properties(Map.of("PLUME_LOG_FORMAT", "json "))).containsEntry("app.log", "json");
    }

    @Test
    void theFileOfTheConfigurationIsReadIfItIsThere() throws Exception {
        Path file = Files.createFile(home.resolve("config/logback.xml"));
        assertThat(properties(Map.of()))
                .containsEntry("logback.configurationFile", file.toUri().toString());
    }

    private Map<String, String> properties(Map<String, String> environment) {
        return LogFormat.properties(new Installation(home, environment, PlumeLookup::new));
    }
}
