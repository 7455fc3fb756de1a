package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.Main;
import org.plumelookup.PlumeLookup;
import org.plumelookup.app.Installation;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;

/** A file of the operator is read as it was meant, or refused with file, line and encoding. */
class EncodingTest {
    private static final String TOKEN_VALUE = "Bearer of-the-test";
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final String TOKEN = "plume.auth.token=" + TOKEN_VALUE + "\n";

    private final FakePlume plume =
            new FakePlume(FakePlumeSettings.builder().fixedToken(TOKEN_VALUE).build());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path config;

    @BeforeEach
    void layOut() throws IOException {
        config = Files.createDirectory(folder.resolve("config")).resolve("application.properties");
        Files.createDirectory(folder.resolve("routes"));
        try (Stream<Path> routes = Files.list(Path.of("routes"))) {
            for (Path route : routes.filter(Files::isRegularFile).toList()) {
                Files.copy(route, folder.resolve(route.toString()));
            }
        }
        Files.writeString(config, "plume.api.url=" + plume.url() + "\n" + TOKEN);
    }

    @AfterEach
    void close() {
        plume.close();
    }

    @Test
    void aByteOrderMarkChangesNothing() throws IOException {
        mark(config);
        mark(folder.resolve("routes/plume-to-channels.camel.yaml"));
        assertThat(run("account", "A")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("\"found\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"account A", "run", "check --offline", "file pom.xml"})
    void aConfigurationInAnotherCharsetIsRefused(String command) throws IOException {
        Files.writeString(config, TOKEN + "# für alle\nplume.file.column=Kundennümmer\n", WINDOWS);
        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(out.toString() + err)
                .contains(config + ", line 2: the file must be UTF-8, and the byte FC is not (Windows-1252")
                .doesNotContain("Exception");
        assertThat(plume.stats().calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"account A", "check --offline"})
    void aRouteInAnotherCharsetIsRefused(String command) throws IOException {
        Path route = folder.resolve("routes/plume-to-channels.camel.yaml");
        Files.writeString(route, Files.readString(route).replaceFirst("description: ", "description: Für "), WINDOWS);
        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(out.toString() + err)
                .contains(route + ", line 3: the file must be UTF-8, and the byte FC is not (Windows-1252")
                .doesNotContain("Exception");
        assertThat(plume.stats().calls()).isZero();
    }

    private int run(String... arguments) {
        return Main.commandLine(new Installation(folder, Map.of(), PlumeLookup::new))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static void mark(Path file) throws IOException {
        Files.writeString(file, "\uFEFF" + Files.readString(file));
    }
}
