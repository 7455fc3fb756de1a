package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.demo.FakePlumeSettings;
import org.plumelookup.support.Program;

/** Promise: the same on every machine, whatever its locale, its charset and its Java. */
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT)
class MachineIT {
    private final FakePlume plume =
            new FakePlume(FakePlumeSettings.builder().fixedToken(Program.TOKEN).build());
    private Program program;

    @BeforeEach
    void layOut(@TempDir Path folder) throws Exception {
        program = Program.in(folder).calling(plume);
    }

    @AfterEach
    void close() {
        plume.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Duser.language=tr -Duser.country=TR", "-Duser.language=ar -Duser.country=EG"})
    void everyKeyIsReadFromTheEnvironment(String locale) throws Exception {
        Files.writeString(
                program.home("config/application.properties"),
                "\ncamel.beans.plumeIstanbul=#class:org.plumelookup.PlumeLookup(\"plume-istanbul\")\n",
                StandardOpenOption.APPEND);
        Files.writeString(program.home("routes/plume-istanbul.camel.yaml"), """
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
        program.with("JAVA_OPTS", locale)
                .with("PLUME_ISTANBUL_API_URL", plume.url())
                .with("PLUME_ISTANBUL_AUTH_AUTHORIZATION", plume.authorization())
                .with("PLUME_ISTANBUL_AUTH_TOKEN_URL", plume.tokenUrl())
                .with("PLUME_ISTANBUL_API_PARTNER_ID", plume.partnerId());
        assertThat(program.run("account", "MANY-12-i").with(0).out())
                .contains("\"customerId\":\"" + FakePlume.customerId("MANY-12-i", 11) + "\"");
    }

    @Test
    void argumentsFileNamesAndOutputAreUtf8InTheLocaleC() throws Exception {
        assumeThat(System.getProperty("native.encoding"))
                .as("charset of the tests' locale")
                .isEqualTo("UTF-8");
        program.with("LC_ALL", "C").input("Müller Š.txt", "Jürgen Š");
        assertThat(program.run("file", "Müller Š.txt").with(0).out()).contains("outbox/Müller Š.txt");
        assertThat(Files.readString(program.current("outbox/Müller Š.txt/found.jsonl")))
                .contains("\"accountId\":\"Jürgen Š\"");
        assertThat(program.run("account", "Müller Š").with(0).out()).startsWith("{\"accountId\":\"Müller Š\",");
        assertThat(plume.callsOf("Müller Š")).isOne();
    }

    @Test
    void theEmbeddedBrokerStartsWithoutAWarningOfJava() throws Exception {
        Process service =
                program.with("PLUME_JMS_BROKER_URL", "embedded").start(program.home("bin/plume-lookup"), "run");
        try {
            await().until(() -> program.said().contains("The embedded broker keeps its messages in"));
            service.destroy();
            assertThat(program.end(service).with(0).err()).doesNotContain("WARN", "Unsafe", "native");
        } finally {
            service.destroyForcibly();
        }
    }
}
