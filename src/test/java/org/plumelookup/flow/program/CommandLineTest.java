package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.Main;
import org.plumelookup.PlumeLookup;
import org.plumelookup.app.Installation;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.demo.FakePlumeSettings;
import org.plumelookup.support.Program;
import picocli.CommandLine;

/** The commands do what their help says, wherever they are started. */
@Execution(ExecutionMode.CONCURRENT)
class CommandLineTest {
    private static FakePlume plume;

    private Program program;

    @BeforeAll
    static void startApi() {
        plume = new FakePlume(
                FakePlumeSettings.builder().fixedToken(Program.TOKEN).build());
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
    @ValueSource(strings = {"run", "file", "account", "check", "demo", "fake-server"})
    void everyCommandHasHelpThatTellsOfAllItsOptions(String command) {
        StringWriter out = new StringWriter();
        CommandLine program = Main.commandLine(Installation.ofThisProcess(PlumeLookup::new));
        assertThat(program.setOut(new PrintWriter(out)).execute(command, "--help"))
                .isZero();
        assertThat(out.toString()).startsWith("Usage: plume-lookup " + command);
        assertThat(program.getSubcommands().get(command).getCommandSpec().options())
                .isNotEmpty()
                .allSatisfy(option -> assertThat(out.toString()).contains(option.names()));
    }

    @Test
    void theHelpListsCommandsAndExitCodes() throws Exception {
        assertThat(program.run("--help").with(0).out())
                .contains("run ", "file ", "account ", "check ", "demo ", "fake-server ", "Exit codes: 0", "2 ", "3 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--fast", "account", "file", "file a b", "account --fast A", "fiel a"})
    void aWrongCommandLineIsWrongUse(String arguments) {
        StringWriter err = new StringWriter();
        assertThat(Main.commandLine(Installation.ofThisProcess(PlumeLookup::new))
                        .setErr(new PrintWriter(err))
                        .execute(arguments.split(" ")))
                .isEqualTo(2);
        assertThat(err.toString()).containsAnyOf("Usage: plume-lookup", "Did you mean");
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
    void aFileBecomesAFolderOfResultsAndATable() throws Exception {
        program.input("accounts.txt", "F1", "NONE-F2", "MANY-2-F3", "S422-F4");
        String out = program.run("file", "accounts.txt").with(0).out();
        assertThat(out)
                .containsPattern("found +2")
                .containsPattern("no-match +1")
                .containsPattern("invalid +1")
                .containsPattern("all +4 +\\(3 customers\\)")
                .contains("Results: " + program.current("outbox/accounts.txt").toRealPath());
        Path results = program.current("outbox/accounts.txt");
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
        String first = program.run("file", "accounts.txt").with(0).out();
        assertThat(program.run("file", "accounts.txt").with(0).out()).isEqualTo(first);
        assertThat(plume.callsOf("AGAIN-1")).isOne();
        assertThat(plume.callsOf("AGAIN-2")).isOne();
    }

    @Test
    void theFolderOfTheResultsCanBeChosenAndGoesBeforeTheEnvironment() throws Exception {
        program.with("PLUME_FILE_OUTBOX", "not-here").input("accounts.txt", "O1");
        program.run("file", "accounts.txt", "--out", "results of today").with(0);
        assertThat(program.current("results of today/accounts.txt/summary.json"))
                .exists();
        assertThat(program.current("not-here")).doesNotExist();
    }

    @Test
    void aFileThatIsNotThereEndsWithTwo() throws Exception {
        assertThat(program.run("file", "nowhere.csv").with(2).err()).contains("nowhere.csv cannot be read");
    }

    @Test
    void aTableWithoutTheColumnEndsWithTwoAndNamesItsColumns() throws Exception {
        program.input("table.csv", "customer,city", "A,Berlin");
        assertThat(program.run("file", "table.csv").with(2).err())
                .contains("table.csv", "accountId", "customer, city", "plume.file.column");
    }

    @Test
    void theServiceTakesAFileFromTheInboxAndEndsWithZeroWhenToldToStop() throws Exception {
        Process service = program.start(program.home("bin/plume-lookup"), "run");
        try {
            Path part = program.input("part", "R1", "NONE-R2");
            await().until(() -> Files.isDirectory(program.current("inbox")));
            Files.move(part, program.current("inbox/accounts.txt"), StandardCopyOption.ATOMIC_MOVE);
            await().until(() -> Files.exists(program.current("inbox/.done/accounts.txt")));
            assertThat(program.current("outbox/accounts.txt/summary.json")).exists();
            service.destroy();
            assertThat(program.end(service).with(0).out()).isEmpty();
        } finally {
            service.destroyForcibly();
        }
    }

    @Test
    void theProgramFindsItsConfigurationAlsoThroughALink() throws Exception {
        program.with("PLUME_API_URL", "")
                .edit(
                        "config/application.properties",
                        text -> text.replace("plume.file.column=accountId", "plume.file.column=crm"))
                .input("table.csv", "city,crm", "Berlin,L1");
        Path link = Files.createSymbolicLink(program.current("first link"), Path.of("../the program/bin/plume-lookup"));
        Path linkToLink = Files.createSymbolicLink(program.current("second link"), link.getFileName());
        program.calling(plume)
                .end(program.start(linkToLink, "file", "table.csv"))
                .with(0);
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
