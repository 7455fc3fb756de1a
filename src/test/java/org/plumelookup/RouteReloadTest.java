package org.plumelookup;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.demo.FakePlumeSettings;

/** An edit of routes/ is taken over while the service runs, all files together or none. */
class RouteReloadTest {
    private static final String CHANNELS = "routes/plume-to-channels.camel.yaml";
    private static final String FILES = "routes/plume-from-file.camel.yaml";

    private final FakePlume plume =
            new FakePlume(FakePlumeSettings.builder().fixedToken(Program.TOKEN).build());
    private Program program;
    private Process service;
    private int told;

    @BeforeEach
    void startService(@TempDir Path folder) throws Exception {
        program = Program.in(folder).calling(plume).with("PLUME_RELOAD", "true");
        service = program.start(program.home("bin/plume-lookup"), "run");
        awaitLog("Edits of ");
    }

    @AfterEach
    void stopService() throws Exception {
        service.destroy();
        program.end(service).with(0);
        plume.close();
    }

    @Test
    void wrongEditsAreRefusedWithFileAndLine() throws Exception {
        String refused = refused(CHANNELS, text -> text.replaceFirst("uri: \"", "urll: \""));
        System.err.println(refused);
        System.err.println(refused(FILES, text -> text.replace("      steps:", "     steps:")));
        System.err.println(refused(FILES, text -> text.replace("delay:", "dealy:")));
        System.err.println(refused(FILES, text -> text.replace("plume-inbox", "plume-inboks")));
        System.err.println(refused(CHANNELS, text -> text.replace("{{plume.error.uri}}", "{{plume.eror.uri}}")));
        System.err.println(refused(CHANNELS, text -> text.replace("{{plume.error.uri}}", "bean:plumeNobody?method=x")));
        System.err.println(
                refused(CHANNELS, text -> text.replace("{{plume.error.uri}}", "bean:plumeOutbox?method=nothing")));
        System.err.println(refused(CHANNELS, text -> text.replace("id: plume-to-error", "id: plume-to-success")));
        System.err.println(refused(CHANNELS, text -> text.replace("id: plume-to-error", "id: plume-lookup")));
        System.err.println(refused(CHANNELS, text -> text.replace("id: plume-to-error", "id: plume-from-file")));
        System.err.println(refused(CHANNELS, text -> text.replace("- to:", "- too:")));
        System.err.println(program.said());
    }

    private String refused(String file, UnaryOperator<String> edit) throws Exception {
        String before = Files.readString(program.home(file));
        told = program.said().length();
        program.edit(file, edit);
        soon().until(() ->
                program.said().length() > told && program.said().substring(told).contains("refused")
                        || program.said().substring(told).contains("Taken over"));
        String log = program.said().substring(told);
        Files.writeString(program.home(file), before);
        await().pollDelay(Duration.ofMillis(800)).until(() -> true);
        return "=== " + log;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30));
    }

    private void awaitLog(String text) {
        await(text).atMost(Duration.ofSeconds(30)).until(() -> program.said().contains(text));
    }
}
