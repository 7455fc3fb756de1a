package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Program;

/** A wrong configuration ends the start with 2, and the message has the value, the rule and the place to change it. */
class WrongConfigurationTest {
    private static final String CONFIG = "config/application.properties";
    private static final String CHANNELS = "routes/plume-to-channels.camel.yaml";
    private static final String FILES = "routes/plume-from-file.camel.yaml";

    private final FakePlume plume = new FakePlume();
    private Program program;

    @BeforeEach
    void layOut(@TempDir Path folder) throws Exception {
        program = Program.in(folder).calling(plume);
    }

    @AfterEach
    void nobodyWasCalled() {
        assertThat(plume.stats().calls()).isZero();
        plume.close();
    }

    @Test
    void aValueIsToldWithItsRuleAndItsKey() throws Exception {
        assertThat(refused(program.with("plume.concurrency", "many"), "account", "A"))
                .contains("plume.concurrency = many: must be a whole number from 1 to")
                .contains("Change plume.concurrency", CONFIG, "PLUME_CONCURRENCY");
    }

    @Test
    void theServiceRefusesAsTheOtherCommandsDo() throws Exception {
        assertThat(refused(program.with("plume.api.url", ""), "run")).contains("plume.api.url = nothing: is required");
    }

    @Test
    void aSecretIsNotShown() throws Exception {
        program.with("plume.auth.authorization", "my-password");
        assertThat(refused(program, "account", "A"))
                .contains("plume.auth.authorization = (not shown): must be the portal's value")
                .doesNotContain("my-password");
    }

    @Test
    void bothWaysToAuthoriseAreOneTooMany() throws Exception {
        assertThat(refused(program.with("plume.auth.token", "of-the-test"), "account", "A"))
                .contains("plume.auth.token and plume.auth.token-url are both set", "only one way", "Remove one")
                .doesNotContain("of-the-test");
    }

    @Test
    void noWayToAuthoriseNamesBoth() throws Exception {
        assertThat(refused(program.with("plume.auth.token-url", ""), "account", "A"))
                .contains("No way to authorise", "plume.auth.token ", "plume.auth.token-url");
    }

    @Test
    void aMisspeltKeyIsToldWithTheNearest() throws Exception {
        program.edit(CONFIG, text -> text.replace("plume.concurrency=8", "plume.concurency=8"));
        assertThat(refused(program, "account", "A"))
                .contains("plume.concurency is not a key", "Did you mean plume.concurrency?")
                .contains(program.home(CONFIG).toRealPath().toString());
    }

    @Test
    void aMisspeltVariableIsToldWithTheNearest() throws Exception {
        assertThat(refused(program.withVariable("PLUME_API_URLL", "http://localhost/api"), "account", "A"))
                .contains("PLUME_API_URLL is not a key", "Did you mean PLUME_API_URL?", "Change it in the environment");
    }

    @Test
    void aFolderWithoutRoutesIsToldWithWhereTheyBelong() throws Exception {
        Files.move(program.home("routes"), program.home("paths"));
        assertThat(refused(program, "account", "A"))
                .contains("There is no folder")
                .contains(program.home("").toRealPath().resolve("routes").toString());
    }

    @Test
    void brokenYamlIsToldWithFileAndLine() throws Exception {
        program.edit(FILES, text -> text.replace("      steps:", "     steps:"));
        assertThat(refused(program, "account", "A"))
                .contains("plume-from-file.camel.yaml, line " + lineOf(FILES, "steps:"), "block mapping");
    }

    @Test
    void aWordTheLanguageDoesNotHaveIsToldWithFileAndLine() throws Exception {
        program.edit(CHANNELS, text -> text.replaceFirst("uri: \"", "urll: \""));
        assertThat(refused(program, "account", "A"))
                .contains("plume-to-channels.camel.yaml, line " + lineOf(CHANNELS, "urll:"), "urll");
    }

    @Test
    void anOptionTheComponentDoesNotHaveIsToldWithItsRoute() throws Exception {
        program.edit(FILES, text -> text.replace("delay:", "dealy:"));
        assertThat(refused(program, "run"))
                .contains("plume-from-file.camel.yaml, line " + lineOf(FILES, "id:"), "dealy=1000");
    }

    @Test
    void aChannelNoComponentKnowsIsToldWithItsKey() throws Exception {
        assertThat(refused(program.with("plume.success.uri", "carrier-pigeon:loft"), "account", "A"))
                .contains("{{plume.success.uri}}", "carrier-pigeon://loft")
                .contains("plume-to-channels.camel.yaml, line " + lineOf(CHANNELS, "id: plume-to-success"));
    }

    @Test
    void aKeyNobodySetIsToldWithItsRoute() throws Exception {
        program.edit(CHANNELS, text -> text.replace("{{plume.error.uri}}", "{{plume.eror.uri}}"));
        assertThat(refused(program, "account", "A"))
                .contains("plume.eror.uri")
                .contains("plume-to-channels.camel.yaml, line " + lineOf(CHANNELS, "id: plume-to-error"));
    }

    @Test
    void anIdThatIsUsedTwiceIsToldWithBothPlaces() throws Exception {
        program.edit(CHANNELS, text -> text.replace("id: plume-to-error", "id: plume-from-file"));
        assertThat(refused(program, "account", "A"))
                .contains("plume-from-file.camel.yaml, line 2 and ", "plume-to-channels.camel.yaml, line ")
                .contains("the ID plume-from-file is used more than once");
    }

    @Test
    void aDirectEndpointNobodyTakesFromIsTold() throws Exception {
        program.edit(FILES, text -> text.replace("plume-inbox", "plume-inboks"));
        assertThat(refused(program, "run"))
                .contains("direct://plume-inboks is sent to, but no route")
                .contains("plume-from-file.camel.yaml, line " + lineOf(FILES, "plume-inboks"));
    }

    @Test
    void aMissingChannelIsToldBeforeAnythingIsLookedUp() throws Exception {
        Files.delete(program.home(CHANNELS));
        assertThat(refused(program, "account", "A"))
                .contains("is sent to, but no route")
                .containsPattern("plume-(success|error)");
    }

    private static String refused(Program program, String... arguments) throws Exception {
        Program.Ended ended = program.run(arguments).with(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).doesNotContain("Exception");
        return ended.err();
    }

    private int lineOf(String file, String text) throws Exception {
        var lines = Files.readAllLines(program.home(file));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i + 1;
            }
        }
        throw new AssertionError(text + " is not in " + file);
    }
}
