package org.plumelookup.flow.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.Service;

/** Promise: one file never stops the others, and what is no list of account IDs is refused before a call is spent. */
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT)
class OddFilesTest {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final String LATIN1 = "accountId;name;city\r\nACC-1;Jürgen;Ulm\r\nACC-2;Bert;Köln\r\n";

    @TempDir
    private Path folder;

    private Path inbox;
    private Path done;
    private Path refused;
    private final FakePlume plume = new FakePlume();

    @BeforeEach
    void createInbox() throws IOException {
        inbox = Files.createDirectories(folder.resolve("inbox"));
        done = inbox.resolve(".done");
        refused = inbox.resolve(".refused");
    }

    @AfterEach
    void closeFake() {
        plume.close();
    }

    private Service start(String... settings) {
        return Service.start(plume, folder, settings);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "sep.csv, `sep=;\r\naccountId;name;city\r\nACC-1;Anna;Ulm\r\nACC-2;Bert;Bonn\r\n`",
                "bar.csv, `accountId|name\nACC-1|Anna\nACC-2|Bert\n`",
                "blanks.csv, `accountId ; name\nACC-1 ; Anna\nACC-2 ; Bert\n`",
                "titles.csv, `Customers;\n\naccountId;name\nACC-1;Anna\nACC-2;Bert\n`"
            })
    void aTableThatIsUnderstoodAsksForItsAccountIdsAndNothingElse(String name, String content) throws Exception {
        Files.writeString(inbox.resolve(name), content);
        try (Service service = start("plume.file.rest", "100ms")) {
            await().until(() -> Files.exists(done.resolve(name)));
            assertThat(service.context().isStarted()).isTrue();
        }
        assertThat(plume.callsPerAccount()).containsOnlyKeys("ACC-1", "ACC-2");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "array.json, `[\"ACC-1\",\"ACC-2\"]\n`, JSON array",
                "colon.csv, `accountId:name\nACC-1:Anna\nACC-2:Bert\n`, accountId:name",
                "ragged.csv, `ACC-1;Anna;Ulm\nACC-2;Bert\n`, semicolon",
                "nul.txt, `ACC-1\nA[NUL]C-2\nACC-3\n`, line 2 has NUL bytes",
                "wrong.csv, `accountId;name\n;Anna\n;Bert\n`, none of which has an account ID"
            })
    void whatIsNotUnderstoodIsRefusedBeforeACall(String name, String content, String reason) throws Exception {
        Files.writeString(inbox.resolve(name), content.replace("[NUL]", "\0"));
        try (Service service = start("plume.file.rest", "100ms")) {
            await().until(() -> Files.exists(refused.resolve(name)));
            assertThat(service.health("plume-hold").getState()).isEqualTo(State.UP);
        }
        assertThat(refused.resolve(name + ".reason.txt")).content().contains(reason);
        assertThat(plume.callsPerAccount()).isEmpty();
    }

    @Test
    void aFileInAnotherEncodingIsRefusedAsAWholeAndTheKeyIsNamed() throws Exception {
        Files.writeString(inbox.resolve("latin1.csv"), LATIN1, WINDOWS);
        try (Service service = start("plume.file.rest", "100ms")) {
            await().until(() -> Files.exists(refused.resolve("latin1.csv")));
            assertThat(service.context().isStarted()).isTrue();
        }
        assertThat(refused.resolve("latin1.csv.reason.txt"))
                .content()
                .contains("UTF-8", "line 2", "plume.file.encoding", "windows-1252");
        assertThat(plume.callsPerAccount()).isEmpty();
    }

    @Test
    void aFileInTheNamedEncodingIsRead() throws Exception {
        Files.writeString(inbox.resolve("latin1.csv"), LATIN1, WINDOWS);
        try (Service service = start("plume.file.rest", "100ms", "plume.file.encoding", "windows-1252")) {
            await().until(() -> Files.exists(done.resolve("latin1.csv")));
            assertThat(service.context().isStarted()).isTrue();
        }
        assertThat(folder.resolve("outbox/latin1.csv/found.jsonl"))
                .content(UTF_8)
                .contains("Jürgen", "Köln");
    }

    @Test
    void anEmptyFileIsABatchOfNoRowsAndHoldsNobodyUp() throws Exception {
        Files.createFile(inbox.resolve("empty.csv"));
        try (Service service = start()) {
            await().until(() -> Files.exists(done.resolve("empty.csv")));
            Files.createFile(inbox.resolve("again.csv"));
            Files.writeString(inbox.resolve("one.txt"), "ACC-1\n");
            await().until(() -> Files.exists(done.resolve("one.txt")));
            await().until(() -> Files.exists(done.resolve("again.csv")));
            assertThat(service.context().isStarted()).isTrue();
        }
        assertThat(folder.resolve("outbox/empty.csv/summary.json")).content().contains("\"rows\" : 0");
    }

    @Test
    void aLinkIsReadAndFiledAsALinkToTheSameFile() throws Exception {
        Path real = Files.writeString(
                Files.createDirectory(folder.resolve("exports")).resolve("monday"), "ACC-1\n");
        Files.createSymbolicLink(inbox.resolve("link.txt"), Path.of("../exports/monday"));
        Files.createSymbolicLink(inbox.resolve("nowhere.txt"), Path.of("../exports/none"));
        try (Service service = start("plume.file.rest", "100ms")) {
            await().until(() -> Files.exists(done.resolve("link.txt")));
            await().until(() -> Files.exists(refused.resolve("nowhere.txt"), LinkOption.NOFOLLOW_LINKS));
            assertThat(service.context().isStarted()).isTrue();
        }
        assertThat(Files.isSameFile(done.resolve("link.txt"), real)).isTrue();
        assertThat(inbox.resolve("link.txt")).doesNotExist();
        assertThat(refused.resolve("nowhere.txt.reason.txt")).content().contains("does not exist");
        assertThat(plume.callsPerAccount()).containsOnlyKeys("ACC-1");
    }

    @Test
    void theLongestNameHasRoomForEveryNumberAndReason() throws Exception {
        String name = "ä".repeat(127) + "x";
        try (Service service = start("plume.file.rest", "100ms")) {
            for (int day = 1; day <= 2; day++) {
                Files.writeString(inbox.resolve(name), "DAY-" + day + "\n");
                await().until(() -> Files.notExists(inbox.resolve(name)));
            }
            Files.writeString(inbox.resolve(name), "[1,2]\n");
            await().until(() -> Files.notExists(inbox.resolve(name)));
            Files.writeString(inbox.resolve("other.txt"), "ACC-1\n");
            await().until(() -> Files.exists(done.resolve("other.txt")));
            assertThat(service.health("plume-hold").getState()).isEqualTo(State.UP);
            assertThat(service.health("plume-inbox").getState()).isEqualTo(State.UP);
        }
        assertThat(plume.callsPerAccount()).containsOnlyKeys("DAY-1", "DAY-2", "ACC-1");
        assertThat(count(done)).isEqualTo(3);
        assertThat(count(folder.resolve("outbox"))).isEqualTo(3);
        assertThat(count(refused)).isEqualTo(2);
    }

    @Test
    @ResourceLock(LogCapture.LOG)
    void anInputThatCannotBeFiledIsToldOnceAndNotReadAgainUntilItCan() throws Exception {
        Files.createFile(done);
        Files.writeString(inbox.resolve("accounts.txt"), "ACC-1\nACC-2\n");
        try (LogCapture log = new LogCapture();
                Service service = start("plume.file.rest", "100ms")) {
            await().until(() -> service.health("plume-inbox").getState() == State.DOWN);
            Files.writeString(inbox.resolve("other.json"), "[1,2]");
            await().until(() -> Files.exists(refused.resolve("other.json")));
            assertThat(toldOf(log, "accounts.txt cannot be moved")).hasSize(1);
            assertThat(service.health("plume-hold").getState()).isEqualTo(State.UP);

            Files.delete(done);
            await().until(() -> Files.exists(done.resolve("accounts.txt")));
            await().until(() -> service.health("plume-inbox").getState() == State.UP);
        }
        assertThat(plume.callsPerAccount()).containsOnlyKeys("ACC-1", "ACC-2").containsValues(1L, 1L);
    }

    @Test
    @ResourceLock(LogCapture.LOG)
    void anInboxThatIsGoneIsToldOnceAndGoesOnWhenItIsBack() throws Exception {
        try (LogCapture log = new LogCapture();
                Service service = start()) {
            Path away = Files.move(inbox, folder.resolve("away"));
            await().until(() -> service.health("plume-inbox").getState() == State.DOWN);
            Files.writeString(away.resolve("accounts.txt"), "ACC-1\n");
            Files.move(away, inbox);
            await().until(() -> Files.exists(done.resolve("accounts.txt")));
            assertThat(service.health("plume-inbox").getState()).isEqualTo(State.UP);
            assertThat(toldOf(log, "cannot be read")).hasSize(1);
        }
    }

    /** Returns the lines of this test's inbox, because others run at the same time. */
    private List<String> toldOf(LogCapture log, String text) {
        return log.lines().stream()
                .filter(line -> line.contains(inbox.toString()) && line.contains(text))
                .toList();
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
