package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Program;
import org.plumelookup.support.Service;

/** An edit of routes/ with a mistake is refused as a whole, and the routes go on as they were. */
class RefusedEditTest {
    private static final String CHANNELS = "routes/plume-to-channels.camel.yaml";
    private static final String FILES = "routes/plume-from-file.camel.yaml";

    private final FakePlume plume = new FakePlume();
    private Program program;
    private Service service;

    @BeforeEach
    void startService(@TempDir Path folder) throws Exception {
        program = Program.in(folder).calling(plume).with("plume.reload", "true");
        service = program.service();
    }

    @AfterEach
    void stopService() {
        service.close();
        plume.close();
    }

    /** A change of the channels, or of the inbox, and what is logged of it. */
    private record Mistake(String file, String before, String after, String line, String told) {}

    private static final List<Mistake> MISTAKES = List.of(
            new Mistake(FILES, "      steps:", "     steps:", "steps:", "block mapping"),
            new Mistake(CHANNELS, "- to:", "- too:", "too:", "too"),
            new Mistake(CHANNELS, "uri: direct", "urll: direct", "urll:", "urll"),
            new Mistake(FILES, "delay:", "dealy:", "id: plume-from-file", "dealy=1000"),
            new Mistake(CHANNELS, "{{plume.error.uri}}", "bean:plumeNobody", "id: plume-to-error", "plumeNobody"),
            new Mistake(CHANNELS, "{{plume.error.uri}}", "{{plume.eror.uri}}", "id: plume-to-error", "plume.eror.uri"),
            new Mistake(
                    CHANNELS,
                    "id: plume-to-error",
                    "id: plume-from-file",
                    "id: plume-from-file",
                    "used more than once"),
            new Mistake(
                    CHANNELS,
                    "id: plume-to-error",
                    "id: plume-lookup",
                    "id: plume-lookup",
                    "by a route of the program"),
            new Mistake(FILES, "plume-inbox", "plume-inboks", "plume-inboks", "no route in routes/ starts from it"));

    @Test
    void aMistakeIsToldOnceWithFileAndLineAndTheOldRoutesGoOn() throws Exception {
        int refused = 0;
        for (Mistake mistake : MISTAKES) {
            String good = Files.readString(program.home(mistake.file));
            int before = program.said().length();
            program.edit(mistake.file, text -> text.replace(mistake.before, mistake.after));
            int times = ++refused;
            await().until(() -> count("is refused, the routes stay") == times);
            assertThat(program.said().substring(before))
                    .contains(program.home(mistake.file).getFileName() + ", line " + lineOf(mistake), mistake.told)
                    .doesNotContain("\tat ", "Exception");
            Files.writeString(program.home(mistake.file), good);
        }
        onlyItsStartTells();
        Path part = program.input("part", "A-1", "A-2");
        Files.move(part, program.data("inbox/accounts.txt"), StandardCopyOption.ATOMIC_MOVE);
        await().until(() -> Files.exists(program.data("inbox/.done/accounts.txt")));
        assertThat(count("is refused, the routes stay")).isEqualTo(MISTAKES.size() + 1);
        assertThat(count("Applied")).isZero();
        assertThat(program.data("outbox/accounts.txt/found.jsonl"))
                .content()
                .contains("\"accountId\":\"A-1\"", "\"accountId\":\"A-2\"");
    }

    /** Replaces both files' routes, of which one does not start: both are put back. */
    private void onlyItsStartTells() throws Exception {
        String channels = Files.readString(program.home(CHANNELS));
        String files = Files.readString(program.home(FILES));
        program.edit(CHANNELS, text -> text.replace("{{plume.success.uri}}", "file:" + program.data("crm")))
                .edit(
                        FILES,
                        text -> text.replace(
                                "{{plume.file.inbox}}\"",
                                "nowhere\"\n        startingDirectoryMustExist: true\n        autoCreate: false"));
        await().until(() -> count("It does not start: ") == 1);
        assertThat(program.said()).containsPattern("It does not start: .*nowhere");
        Files.writeString(program.home(CHANNELS), channels);
        Files.writeString(program.home(FILES), files);
    }

    private int lineOf(Mistake mistake) throws IOException {
        List<String> lines = Files.readAllLines(program.home(mistake.file));
        return 1
                + IntStream.range(0, lines.size())
                        .filter(number -> lines.get(number).contains(mistake.line))
                        .findFirst()
                        .orElseThrow();
    }

    private int count(String text) {
        return program.said().split(Pattern.quote(text), -1).length - 1;
    }
}
