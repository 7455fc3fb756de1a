package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.LookupProcess;
import org.plumelookup.support.PackagedProgram;

/** Promise: the same on every machine, whatever its locale, its charset and its Java. */
@DisabledOnOs(OS.WINDOWS)
class MachineIT {
    @TempDir
    private Path folder;

    private final FakePlume plume = new FakePlume();

    @AfterEach
    void closeFake() {
        plume.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "ar-EG"})
    void everyKeyIsReadFromTheEnvironment(String locale) throws Exception {
        PackagedProgram program = PackagedProgram.in(Files.createDirectory(folder.resolve("current")), plume)
                .installed(folder.resolve("home"), "plume-to-channels")
                .withOption("-Duser.language=" + locale.substring(0, 2))
                .withOption("-Duser.country=" + locale.substring(3))
                .with("PLUME_ISTANBUL_API_URL", plume.url())
                .with("PLUME_ISTANBUL_AUTH_AUTHORIZATION", plume.authorization())
                .with("PLUME_ISTANBUL_AUTH_TOKEN_URL", plume.tokenUrl())
                .with("PLUME_ISTANBUL_API_PARTNER_ID", plume.partnerId());
        Files.writeString(
                program.home().resolve("config/application.properties"),
                "\ncamel.beans.plumeIstanbul=#class:org.plumelookup.PlumeLookup(\"plume-istanbul\")\n",
                StandardOpenOption.APPEND);
        Files.writeString(program.home().resolve("routes/plume-istanbul.camel.yaml"), """
                - route:
                    id: plume-istanbul-to-channels
                    description: Keeps nothing
                    from:
                      uri: direct:plume-istanbul-success
                      steps:
                        - stop: {}
                - route:
                    id: plume-istanbul-to-error
                    description: Keeps nothing
                    from:
                      uri: direct:plume-istanbul-error
                      steps:
                        - stop: {}
                """);
        try (LookupProcess run = program.start("account", "MANY-12-i")) {
            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(run.answers()).contains("\"customerId\":\"" + FakePlume.customerId("MANY-12-i", 11) + "\"");
        }
    }

    @Test
    void argumentsFileNamesAndOutputAreUtf8InTheLocaleC() throws Exception {
        assumeThat(System.getProperty("native.encoding"))
                .as("charset of the tests' locale")
                .isEqualTo("UTF-8");
        PackagedProgram program = PackagedProgram.in(folder, plume).with("LC_ALL", "C");
        Files.writeString(folder.resolve("Müller Š.txt"), "Jürgen Š\n");
        try (LookupProcess run = program.start("file", "Müller Š.txt")) {
            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(run.answers()).contains("outbox/Müller Š.txt");
        }
        assertThat(Files.readString(folder.resolve("outbox/Müller Š.txt/found.jsonl")))
                .contains("\"accountId\":\"Jürgen Š\"");
        try (LookupProcess run = program.start("account", "Müller Š")) {
            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(run.answers()).startsWith("{\"accountId\":\"Müller Š\",");
        }
        assertThat(plume.callsOf("Müller Š")).isOne();
    }

    @ParameterizedTest
    @CsvSource({"JAVA_OPTS,''", "JAVA_OPTS,-Xmx32m", "JDK_JAVA_OPTIONS,-Xmx32m", "_JAVA_OPTIONS,-Xmx32m"})
    void theHeapOfTheScriptFitsIntoTheOneThatIsGiven(String variable, String given) throws Exception {
        PackagedProgram usual = PackagedProgram.in(folder, plume);
        List<String> options = List.of(variable.equals("JAVA_OPTS") ? given : "");
        PackagedProgram program =
                new PackagedProgram(usual.home(), folder, usual.environment(), options, 0).with(variable, given);
        Files.writeString(folder.resolve("accounts"), "A1\n");
        Files.writeString(folder.resolve("large"), "A1\n".repeat(1_000_000)); // begun with both compilers, and refused
        try (LookupProcess run = program.start("file", "accounts");
                LookupProcess wrong = program.start("file", "large", "--observe", "none")) {
            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(run.output()).doesNotContain("[warning]");
            assertThat(wrong.exit()).as(wrong.output()).isEqualTo(2);
            assertThat(wrong.output()).contains("none").doesNotContain("[warning]");
        }
    }

    @Test
    void theEmbeddedBrokerStartsWithoutAWarningOfJava() {
        try (LookupProcess run = PackagedProgram.in(folder, plume)
                .with("PLUME_JMS_BROKER_URL", "embedded")
                .start("run")) {
            run.awaitOutput("The embedded broker keeps its messages in");
            run.stop();
            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(run.output()).doesNotContain("WARN", "Unsafe", "native");
        }
    }
}
