package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Accounts;
import org.plumelookup.support.LookupProcess;
import org.plumelookup.support.PackagedProgram;
import org.plumelookup.support.Results;

/** The package that the build leaves works as a user starts it, from any folder. */
@DisabledOnOs(OS.WINDOWS)
class SmokeIT {
    @TempDir
    private Path folder;

    private final FakePlume plume = new FakePlume();

    @AfterEach
    void closeFake() {
        plume.close();
    }

    @Test
    void theServiceLooksUpItsInboxAndEndsWithZeroWhenItIsToldToStop() throws Exception {
        PackagedProgram program = PackagedProgram.in(folder, plume).with("PLUME_JMS_BROKER_URL", "embedded");
        List<String> ids = Accounts.ids(30);
        Accounts.write(folder.resolve("inbox/accounts.csv"), ids);
        try (LookupProcess run = program.start("run")) {
            Awaitility.await().until(() -> Files.exists(folder.resolve("inbox/.done/accounts.csv")));
            run.awaitOutput("The embedded broker keeps its messages in " + folder.resolve("data"));
            run.stop();
            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(run.output())
                    .doesNotContain("\tat ")
                    .containsPattern(
                            "(?m)^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d) INFO  app - Ready")
                    .contains(" INFO  batch - [accounts.csv] accounts.csv is complete after ", " INFO  app - Stopped");
            assertThat(run.answers()).isEmpty();
        }
        assertThat(Results.complete(folder.resolve("outbox/accounts.csv")).size())
                .isEqualTo(ids.size());
    }

    @Test
    void aFileIsLookedUpByAProgramThatIsFoundThroughLinks() throws Exception {
        PackagedProgram program = PackagedProgram.in(Files.createDirectory(folder.resolve("elsewhere")), plume)
                .installed(folder.resolve("the program"), "plume-to-channels");
        Path config = program.home().resolve("config/application.properties");
        Files.writeString(
                config, Files.readString(config).replace("plume.file.column=accountId", "plume.file.column=crm"));
        Path current = program.current();
        Path link = Files.createSymbolicLink(current.resolve("first link"), Path.of("../the program/bin/plume-lookup"));
        Path linkToLink = Files.createSymbolicLink(current.resolve("second link"), link.getFileName());
        Files.writeString(current.resolve("table.csv"), "city,crm\nBerlin,MANY-2-L1\nParis,NONE-L2\n");
        try (LookupProcess run = program.start(linkToLink, "file", "table.csv")) {
            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(run.answers())
                    .containsPattern("no-match +1")
                    .containsPattern("all +2 +\\(2 customers\\)")
                    .contains("Results: " + current.toRealPath().resolve("outbox/table.csv"));
        }
        assertThat(Results.complete(current.resolve("outbox/table.csv")).size()).isEqualTo(2);
    }

    @Test
    void theKameletIsAFileOfThePackageThatKaotoAndTheCamelCliCanTake() {
        String name = "kamelets/plume-lookup-action.kamelet.yaml";
        assertThat(PackagedProgram.in(folder, plume).home().resolve(name))
                .hasSameTextualContentAs(Path.of("src/main/resources").resolve(name));
    }

    @Test
    void theAnswersForAccountsAreAllThatIsOnStandardOutput() {
        try (LookupProcess run = PackagedProgram.in(folder, plume).start("account", "A", "B 2", "NONE-1")) {
            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(run.answers().lines())
                    .satisfiesExactly(
                            a -> assertThat(a).startsWith("{\"accountId\":\"A\",\"outcome\":\"found\""),
                            b -> assertThat(b).startsWith("{\"accountId\":\"B 2\",\"outcome\":\"found\""),
                            none -> assertThat(none).startsWith("{\"accountId\":\"NONE-1\",\"outcome\":\"no-match\""));
        }
        assertThat(folder).isEmptyDirectory();
    }
}
