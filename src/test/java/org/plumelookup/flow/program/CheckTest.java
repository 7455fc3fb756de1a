package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.RoutesTest;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Program;
import org.plumelookup.support.TestBroker;

/** A check reports all that is wrong before a start, starts and writes nothing, and costs two calls at most. */
class CheckTest {
    private static final String CONFIG = "config/application.properties";
    private static final String CHANNELS = "routes/plume-to-channels.camel.yaml";

    private final FakePlume plume = new FakePlume();
    private Program program;

    @BeforeEach
    void layOut(@TempDir Path folder) throws Exception {
        program = Program.in(folder).calling(plume);
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(program.data("inbox")).doesNotExist();
        assertThat(program.data("outbox")).doesNotExist();
        plume.close();
    }

    @Test
    void whatIsReadyIsOkAndCostsOneLogInAndOneSearch() throws Exception {
        Program.Ended ended = program.run("check", "--json").with(0);
        JsonNode findings = new ObjectMapper().readTree(ended.out());
        assertThat(findings)
                .allSatisfy(
                        finding -> assertThat(finding.path("ok").isBoolean()).isTrue());
        assertThat(findings.findValuesAsText("check").stream().filter("routes"::equals))
                .as("one for each file")
                .hasSameSizeAs(RoutesTest.loaded());
        assertThat(findings.findValuesAsText("check").stream().filter(check -> !check.equals("routes")))
                .containsExactly("keys", "camel", "folders", "folders", "budget", "log-in", "search", "clock");
        assertThat(plume.stats().calls()).isEqualTo(2);
        assertThat(plume.stats().searches()).isOne();
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void everyWrongKeyIsToldAndNoSecretAndNobodyIsCalled() throws Exception {
        program.edit(CONFIG, text -> text.replace("plume.retry.delay=", "plume.retry.dealy="))
                .edit(CONFIG, text -> text.replace("plume.cache.ttl=", "plume.cache.tll="))
                .withVariable("PLUME_CALL_TIMEOUTT", "9s")
                .withVariable("PLUME_FILE_OUTBOKS", "elsewhere")
                .with("plume.api.url", "")
                .with("plume.api.partner-id", "a/b")
                .with("plume.concurrency", "many")
                .with("plume.call.timeout", "soon")
                .with("plume.reload", "maybe")
                .with("plume.auth.token", "Bearer my-password")
                .with("plume.auth.authorization", "my-password");
        Program.Ended check = program.run("check").with(2);
        assertThat(check.out().lines().filter(line -> line.startsWith("WRONG  keys")))
                .hasSize(11)
                .anyMatch(line -> line.contains("Did you mean PLUME_CALL_TIMEOUT?"))
                .anyMatch(line -> line.contains("Did you mean PLUME_FILE_OUTBOX?"))
                .anyMatch(line -> line.contains("Did you mean plume.retry.delay?"))
                .anyMatch(line -> line.contains("Did you mean plume.cache.ttl?"))
                .anyMatch(line -> line.contains("plume.api.url = nothing: is required"))
                .anyMatch(line -> line.contains("plume.api.partner-id = a/b: must be"))
                .anyMatch(line -> line.contains("plume.concurrency = many: must be a whole number"))
                .anyMatch(line -> line.contains("plume.call.timeout = soon: must be a time"))
                .anyMatch(line -> line.contains("plume.reload = maybe: must be true or false"))
                .anyMatch(line -> line.contains("plume.auth.token and plume.auth.token-url are both set"))
                .anyMatch(line -> line.contains("plume.auth.authorization = (not shown): must be"));
        assertThat(check.out() + check.err()).doesNotContain("my-password");
        assertThat(check.out()).contains("WRONG  search   not checked");
        assertThat(plume.stats().calls()).isZero();
    }

    @Test
    void aSecretFileThatCannotBeUsedIsToldOnceWithKeyAndPath() throws Exception {
        Path missing = program.data("no such file");
        program.with("plume.auth.authorization", "")
                .with("plume.auth.authorization-file", missing.toString())
                .with("plume.jms.password", "my-password")
                .with(
                        "plume.jms.password-file",
                        program.input("password", "my-password").toString())
                .with("plume.jms.broker-url", "tcp://127.0.0.1:1");
        Program.Ended check = program.run("check", "--offline").with(2);
        assertThat(check.out().lines().filter(line -> line.startsWith("WRONG")))
                .hasSize(2)
                .anyMatch(line -> line.contains(
                        "plume.auth.authorization-file = " + missing + ": the file must exist. Change plume.auth."))
                .anyMatch(line -> line.contains("plume.jms.password and plume.jms.password-file are both set"));
        assertThat(check.out() + check.err()).doesNotContain("my-password");
        assertThat(program.run("run").with(2).err()).contains("the file must exist");
    }

    @Test
    void offlineItTellsOfRoutesAndFoldersAndCallsNobody() throws Exception {
        Files.writeString(program.home("routes/more.yaml"), "[]");
        program.input("here", "a file");
        program.edit(CHANNELS, text -> text.replace("id: plume-to-error", "id: plume-to-success"))
                .edit(CHANNELS, text -> text.replaceFirst("description: .*", "description: ''"))
                .with("plume.file.inbox", program.data("here/inbox").toString())
                .with("plume.file.outbox", program.data("here").toString());
        String out = program.run("check", "--offline").with(2).out();
        assertThat(out)
                .contains("WRONG  routes   A route cannot be used.", "line 2 and ", "the ID plume-to-success is used")
                .containsPattern(
                        "note   routes   .*plume-to-channels.camel.yaml, line \\d+: route plume-to-success: add a desc")
                .containsPattern("note   routes   .*more.yaml is not loaded")
                .contains("ok     routes   ");
        program.edit(CHANNELS, text -> text.replaceAll("(?s)(.*)plume-to-success", "$1plume-to-error"));
        assertThat(program.run("check", "--offline").with(2).out())
                .contains(
                        "WRONG  folders  plume.file.inbox = ",
                        "here is not a folder. Move it away, or change plume.file.inbox")
                .contains("WRONG  folders  plume.file.outbox = ")
                .doesNotContain("search", "A route cannot be used");
        assertThat(plume.stats().calls()).isZero();
    }

    @Test
    void whatRunsButNotAsItIsAdvisedIsANoteAndWrongOnlyWhenThatIsAskedFor() throws Exception {
        Files.writeString(program.home("routes/mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: timer:mine?repeatCount=1
                      steps:
                        - log: "of mine"
                """);
        Files.writeString(program.home("routes/more.yaml"), "[]");
        assertThat(program.run("check", "--offline").with(0).out())
                .containsPattern("note   routes   .*mine.camel.yaml, line \\d+: route mine: its id should begin")
                .containsPattern("note   routes   .*mine.camel.yaml, line \\d+: this is not canonical Camel YAML")
                .containsPattern("note   routes   .*more.yaml is not loaded")
                .doesNotContain("WRONG");
        JsonNode findings = new ObjectMapper()
                .readTree(program.run("check", "--offline", "--json").with(0).out());
        assertThat(findings)
                .allMatch(finding -> finding.path("ok").booleanValue())
                .anyMatch(finding -> finding.path("note").booleanValue());
        assertThat(program.run("check", "--offline", "--strict").with(2).out())
                .containsPattern("WRONG  routes   .*mine.camel.yaml, line ")
                .containsPattern("WRONG  routes   .*more.yaml is not loaded")
                .doesNotContain("note ");
    }

    @Test
    void aLogInThatIsRefusedIsToldWithItsKeyAndEndsTheCalls() throws Exception {
        program.with("plume.auth.authorization", "Basic bm9ib2R5OnNlY3JldA==");
        assertThat(program.run("check").with(2).out())
                .contains("WRONG  log-in   the token endpoint returned 401", "check plume.auth.authorization")
                .contains("WRONG  search   not checked without a log-in")
                .doesNotContain("bm9ib2R5OnNlY3JldA", "secret");
        assertThat(plume.stats().calls()).isOne();
    }

    @Test
    void theBrokerIsConnectedToAndWhatIsWrongIsToldWithoutThePassword(@TempDir Path data) throws Exception {
        try (TestBroker broker = TestBroker.start(data.resolve("broker"))) {
            program.with("plume.jms.broker-url", broker.url())
                    .with("plume.jms.user", TestBroker.USER)
                    .with("plume.jms.password", TestBroker.PASSWORD);
            assertThat(program.run("check").with(0).out())
                    .contains("ok     broker   plume.jms.broker-url = " + broker.url());

            program.with("plume.jms.password", "of-somebody-else");
            Program.Ended refused = program.run("check").with(2);
            assertThat(refused.out())
                    .contains(
                            "WRONG  broker   ",
                            "must accept plume.jms.user = plume-user",
                            "change",
                            "plume.jms.password")
                    .contains("ok     search");
            assertThat(refused.out() + refused.err()).doesNotContain("of-somebody-else");
        }
        assertThat(program.run("check").with(2).out())
                .contains("WRONG  broker   plume.jms.broker-url = tcp://", "must be reachable", "Start it, or change");
    }

    @Test
    void theFolderOfABrokerInThisProcessMustBeWritable() throws Exception {
        program.with("plume.jms.broker-url", "embedded");
        assertThat(program.run("check", "--offline").with(0).out()).contains("ok     broker   plume.jms.data = ");
        assertThat(program.data("data")).doesNotExist();

        program.input("data", "a file");
        assertThat(program.run("check", "--offline").with(2).out())
                .contains("WRONG  broker   plume.jms.data = ", "is not a folder", "change plume.jms.data");
    }
}
