package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.Main;
import org.plumelookup.PlumeLookup;
import org.plumelookup.app.Installation;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.Outage;
import org.plumelookup.support.Program;
import org.plumelookup.support.Service;
import picocli.CommandLine;

/** The commands do what their help says, wherever they are started. */
class CommandLineTest {
    private static FakePlume plume;

    private Program program;

    @BeforeAll
    static void startApi() {
        plume = new FakePlume();
    }

    @AfterAll
    static void stopApi() {
        plume.close();
    }

    @BeforeEach
    void layOut(@TempDir Path folder) throws Exception {
        program = Program.in(folder).calling(plume);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "file", "account", "check", "status", "demo", "fake-server"})
    void everyCommandHasHelpThatTellsOfAllItsOptions(String command) throws Exception {
        String help = program.run(command, "--help").with(0).out();
        assertThat(help).startsWith("Usage: plume-lookup " + command);
        CommandLine commands = Main.commandLine(Installation.ofThisProcess(PlumeLookup::new));
        assertThat(commands.getSubcommands().get(command).getCommandSpec().options())
                .isNotEmpty()
                .allSatisfy(option -> assertThat(help).contains(option.names()));
    }

    @Test
    void theHelpListsCommandsAndExitCodes() throws Exception {
        assertThat(program.run("--help").with(0).out())
                .contains("run ", "file ", "account ", "check ", "demo ", "fake-server ", "Exit codes: 0", "2 ", "3 ");
    }

    @Test
    void theVersionIsThatOfTheBuild() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        String version = pom.split("<artifactId>plume-customer-lookup</artifactId>\\s*<version>", 2)[1]
                .split("<", 2)[0];
        assertThat(program.run("--version").with(0).out().strip()).isEqualTo("plume-lookup " + version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--fast", "account", "file", "file a b", "account --fast A", "fiel a"})
    void aWrongCommandLineIsWrongUse(String arguments) throws Exception {
        assertThat(program.run(arguments.split(" ")).with(2).err())
                .containsAnyOf("Usage: plume-lookup", "Did you mean");
    }

    @Test
    void noCommandEndsWithTwoAndTheUsage() throws Exception {
        assertThat(program.run().with(2).err()).contains("Which command?", "Usage: plume-lookup");
    }

    @Test
    void anAccountsAnswerIsOneDocumentOnOneLine() throws Exception {
        String out = program.run("account", "A", "B 2", "NONE-1").with(0).out();
        List<JsonNode> answers = out.lines().map(CommandLineTest::json).toList();
        assertThat(answers)
                .extracting(answer -> answer.path("accountId").asText())
                .containsExactly("A", "B 2", "NONE-1");
        assertThat(answers)
                .extracting(answer -> answer.path("outcome").asText())
                .containsExactly("found", "found", "no-match");
        assertThat(answers.get(1).at("/customers/0/customerId").asText()).isEqualTo(FakePlume.customerId("B 2", 0));
    }

    @Test
    void anAccountsIdMayBeginAsAFileOfArgumentsDoes() throws Exception {
        program.input("ids", "B");
        String id = "@" + program.data("ids");
        String out = program.run("account", id, "@@C").with(0).out();
        assertThat(out.lines().map(line -> json(line).path("accountId").asText()))
                .containsExactly(id, "@@C");
    }

    @Test
    void anAccountGivesUpWhenAHoldIsLongerThanTheUserAllows() throws Exception {
        try (FakePlume down = new FakePlume()) {
            down.outage(Outage.TOKEN_DOWN);
            program.calling(down, "plume.hold.max", "300ms");
            Program.Ended ended = program.run("account", "A", "B").with(3);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .contains("longer than plume.hold.max: the log-in fails: ")
                    .doesNotContain("Exception")
                    .endsWith("2 of 2 account IDs have no outcome. Look them up again:\nA\nB\n");
        }
    }

    @Test
    void aFileBecomesAFolderOfResultsAndATable() throws Exception {
        program.input("accounts.txt", "F1", "NONE-F2", "MANY-2-F3", "S422-F4");
        String out = program.run("file", program.data("accounts.txt").toString())
                .with(0)
                .out();
        assertThat(out)
                .containsPattern("found +2")
                .containsPattern("no-match +1")
                .containsPattern("invalid +1")
                .containsPattern("all +4 +\\(3 customers\\)")
                .contains("Results: " + program.data("outbox/accounts.txt"));
        Path results = program.data("outbox/accounts.txt");
        assertThat(Files.readAllLines(results.resolve("found.jsonl"))).hasSize(3);
        assertThat(Files.readAllLines(results.resolve("errors.jsonl"))).hasSize(2);
        assertThat(results)
                .isDirectoryContaining("glob:**/found.csv")
                .isDirectoryContaining("glob:**/errors.csv")
                .isDirectoryContaining("glob:**/summary.json")
                .isDirectoryContaining("glob:**/report.html");
    }

    @Test
    void aFileThatIsCompleteIsNotAskedAgain() throws Exception {
        program.input("accounts.txt", "AGAIN-1", "AGAIN-2");
        String first = program.run("file", program.data("accounts.txt").toString())
                .with(0)
                .out();
        assertThat(program.run("file", program.data("accounts.txt").toString())
                        .with(0)
                        .out())
                .isEqualTo(first);
        assertThat(plume.callsOf("AGAIN-1")).isOne();
        assertThat(plume.callsOf("AGAIN-2")).isOne();
    }

    @Test
    void theFolderOfTheResultsCanBeChosenAndGoesBeforeTheEnvironment() throws Exception {
        program.input("accounts.txt", "O1");
        Path results = program.data("results of today");
        program.run("file", program.data("accounts.txt").toString(), "--out", results.toString())
                .with(0);
        assertThat(results.resolve("accounts.txt/summary.json")).exists();
        assertThat(program.data("outbox")).doesNotExist();
    }

    @Test
    void aFileThatIsNotThereEndsWithTwo() throws Exception {
        assertThat(program.run("file", "nowhere.csv").with(2).err()).contains("nowhere.csv cannot be read");
    }

    @Test
    void aTableWithoutTheColumnEndsWithTwoAndNamesItsColumns() throws Exception {
        program.input("table.csv", "customer,city", "A,Berlin");
        assertThat(program.run("file", program.data("table.csv").toString())
                        .with(2)
                        .err())
                .contains("table.csv", "accountId", "customer, city", "plume.file.column");
    }

    @Test
    void theServiceTakesAFileFromTheInbox() throws Exception {
        try (Service service = program.service()) {
            Path part = program.input("part", "R1", "NONE-R2");
            Files.move(part, program.data("inbox/accounts.txt"), StandardCopyOption.ATOMIC_MOVE);
            await().until(() -> Files.exists(program.data("inbox/.done/accounts.txt")));
            assertThat(program.data("outbox/accounts.txt/summary.json")).exists();
            assertThat(service.context().getUptime()).isPositive();
        }
    }

    @Test
    void theServiceRunsWhatTheCheckHasANoteOfAndTellsOfAFileThatIsNotLoaded() throws Exception {
        Files.writeString(program.home("routes/mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: timer:mine?repeatCount=1
                      steps:
                        - log: "of mine"
                """);
        Files.writeString(program.home("routes/more.yaml"), "[]");
        try (Service service = program.service()) {
            assertThat(service.context().getRouteController().getRouteStatus("mine"))
                    .isEqualTo(ServiceStatus.Started);
            assertThat(program.said()).contains("more.yaml is not loaded: its name must end with .camel.yaml");
        }
    }

    @Test
    void theConfigurationIsThatOfTheProgramsFolder() throws Exception {
        program.edit(
                        "config/application.properties",
                        text -> text.replace("plume.file.column=accountId", "plume.file.column=crm"))
                .input("table.csv", "city,crm", "Berlin,L1");
        program.run("file", program.data("table.csv").toString()).with(0);
        assertThat(plume.callsOf("L1")).isOne();
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (java.io.IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
