package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.Program;
import org.plumelookup.support.Service;

/**
 * An edit of routes/ is applied while the service runs, all files together, and no account is lost or answered twice.
 */
class RouteReloadTest {
    private static final String CHANNELS = "routes/plume-to-channels.camel.yaml";
    private static final String FILES = "routes/plume-from-file.camel.yaml";
    private static final String LINES = "routes/plume-from-lines.camel.yaml";
    private static final int EDITS = 4;
    private static final int ROWS = 200;
    private static final Pattern ROW = Pattern.compile("\"accountId\":\"([^\"]+)\"");

    private final FakePlume plume = new FakePlume(
            FakePlumeSettings.builder().delay(Duration.ofMillis(15)).build());
    private Program program;
    private Service service;

    @BeforeEach
    void startService(@TempDir Path folder) throws Exception {
        program = Program.in(folder).calling(plume).with("plume.reload", "true");
        service = program.service();
    }

    @AfterEach
    void stopService() throws Exception {
        service.close();
        plume.close();
        assertThat(program.said()).doesNotContain("\tat ");
    }

    @Test
    void aSourceMadeOfATemplateIsPickedUpChangedAndItsMistakesAreTold() throws Exception {
        Path drop = program.home("routes/plume-from-drop.camel.yaml");
        Files.writeString(drop, String.format(Locale.ROOT, """
                - templatedRoute:
                    routeTemplateRef: plume-source
                    routeId: plume-from-drop
                    parameters:
                      - name: uri
                        value: file:%s?delay=100&delete=true
                      - name: to
                        value: file:{{plume.file.inbox}}?tempPrefix=.
                """, program.data("drop")));
        await().until(() -> count("Applied") == 1);
        dropped("drop", "one");

        program.edit("routes/plume-from-drop.camel.yaml", text -> text.replace("/drop?", "/drop-2?"));
        await().until(() -> count("Applied") == 2);
        dropped("drop-2", "two");

        program.edit("routes/plume-from-drop.camel.yaml", text -> text.replace("plume-source", "plume-sorce"));
        await().until(() -> count("is refused, the routes stay") == 1);
        assertThat(program.said())
                .contains("plume-from-drop.camel.yaml, line 2: Cannot find RouteTemplate with id plume-sorce")
                .doesNotContain("\tat ");
        Files.delete(drop);
        await().until(() -> count("Applied") == 3);
    }

    private void dropped(String folder, String name) throws Exception {
        program.input(folder + "/" + name, "A1");
        await().until(() -> Files.exists(program.data("inbox/.done/" + name)));
    }

    @Test
    void aNewFileIsPickedUpAndADeletedOneStopsItsRouteAndOthersAreNotTouched() throws Exception {
        Files.writeString(program.home(LINES), lines("first"));
        await().until(() -> Files.isDirectory(program.data("first")));
        Files.writeString(program.home(LINES), lines("second"));
        await().until(() -> Files.isDirectory(program.data("second")));
        Path part = program.input("part", "A-1", "A-2");
        Files.move(part, program.data("second/a.txt"), StandardCopyOption.ATOMIC_MOVE);
        await().until(() -> accounts("outbox/plume-from-lines/found.jsonl").size() == 2);
        Files.delete(program.home(LINES));
        await().until(() -> count("Applied") == 3);
        Files.writeString(program.data("second/b.txt"), "B-1\n");
        input("accounts.txt", ids("F-").limit(20));
        await().until(() -> Files.exists(program.data("inbox/.done/accounts.txt")));
        assertThat(program.data("second/b.txt")).exists();
        assertThat(plume.callsOf("B-1")).isZero();
        assertThat(count("Applied: [plume-from-lines.camel.yaml]")).isEqualTo(3);
    }

    @Test
    void editsUnderLoadLoseNothingAndRepeatNothing() throws Exception {
        Files.writeString(program.home(LINES), lines("lines"));
        await().until(() -> Files.isDirectory(program.data("lines")));
        for (int edit = 1; edit <= EDITS; edit++) {
            long before = plume.stats().searches();
            Path part = program.input("part", ids("Q-" + edit + "-").toArray(String[]::new));
            input("accounts-" + edit, ids("F-" + edit + "-"));
            Files.move(part, program.data("lines/" + edit), StandardCopyOption.ATOMIC_MOVE);
            await().until(() -> plume.stats().searches() > before + ROWS / 4);
            edit(edit);
            int times = edit + 1;
            await().until(() -> count("Applied") == times);
        }
        List<String> told = new ArrayList<>(accounts("outbox/plume-from-lines/found.jsonl"));
        for (int edit = 1; edit <= EDITS; edit++) {
            Path done = program.data("inbox/.done/accounts-" + edit);
            Path read = program.data("lines/.camel/" + edit);
            await().until(() -> Files.exists(done) && Files.exists(read));
            assertThat(accounts("outbox/accounts-" + edit + "/found.jsonl"))
                    .containsExactlyInAnyOrderElementsOf(ids("F-" + edit + "-").toList());
            told.addAll(accounts("crm/" + edit));
        }
        assertThat(told.stream().filter(id -> id.startsWith("Q-")))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, EDITS)
                        .boxed()
                        .flatMap(edit -> ids("Q-" + edit + "-"))
                        .toList());
        assertThat(plume.callsPerAccount())
                .allSatisfy((id, calls) -> assertThat(calls).as(id).isOne());
        assertThat(plume.stats().logIns()).isOne();
        assertThat(program.said()).doesNotContain("WARN", "ERROR");
    }

    /** Changes all three files at once. */
    private void edit(int number) throws IOException {
        program.edit(FILES, text -> text.replaceFirst("delay: .*", "delay: " + (100 + number)));
        program.edit(LINES, text -> text.replaceFirst("delay: .*", "delay: " + (100 + number)));
        program.edit(
                CHANNELS,
                text -> text.replaceFirst(
                        "uri: \".*\"",
                        String.format(
                                Locale.ROOT,
                                "uri: \"file:%s?fileName=%d&fileExist=Append&appendChars=%%0A\"",
                                program.data("crm"),
                                number)));
    }

    /**
     * Camel lists a folder first and asks then what is in progress: a file that ends in between would be taken once
     * more.
     */
    private String lines(String folder) {
        return String.format(Locale.ROOT, """
                - route:
                    id: plume-from-lines
                    description: Sends each line of a file to be looked up.
                    from:
                      uri: file
                      parameters:
                        directoryName: %s
                        delay: 100
                        idempotent: true
                      steps:
                        - split:
                            expression:
                              tokenize:
                                token: "\\n"
                            parallelProcessing: true
                            steps:
                              - to:
                                  uri: direct
                                  parameters:
                                    name: plume-lookup
                """, program.data(folder));
    }

    private void input(String name, Stream<String> ids) throws IOException {
        Path part = program.input("part-" + name, ids.toArray(String[]::new));
        Files.move(part, program.data("inbox").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Stream<String> ids(String prefix) {
        return IntStream.range(0, ROWS).mapToObj(row -> prefix + row);
    }

    private List<String> accounts(String file) {
        try {
            return ROW.matcher(Files.readString(program.data(file)))
                    .results()
                    .map(row -> row.group(1))
                    .toList();
        } catch (java.nio.file.NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int count(String text) {
        return program.said().split(Pattern.quote(text), -1).length - 1;
    }
}
