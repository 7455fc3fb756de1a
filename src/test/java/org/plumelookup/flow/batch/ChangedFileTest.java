package org.plumelookup.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Service;
import org.plumelookup.support.Shell;

/**
 * Promise: whatever becomes of a file while its rows are answered, none is asked that was not in it, and others go on.
 */
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT)
class ChangedFileTest {
    private static final int ROWS = 400;

    /** So long that the file has many blocks, most of which are not read when the first rows are answered. */
    private static final String LONG = "x".repeat(900);

    @TempDir
    private Path folder;

    private Path inbox;
    private Path input;
    private final FakePlume plume = new FakePlume();

    private interface Change {
        void run() throws IOException;
    }

    @BeforeEach
    void createInbox() throws IOException {
        inbox = Files.createDirectories(folder.resolve("inbox"));
        input = inbox.resolve("accounts.txt");
        Files.writeString(input, lines("OLD-"));
    }

    @AfterEach
    void closeFake() {
        plume.close();
    }

    private static String lines(String prefix) {
        return IntStream.range(0, ROWS)
                .mapToObj(n -> prefix + n + "-" + LONG + "\n")
                .collect(Collectors.joining());
    }

    /** Changes the file when a few of its rows are answered. */
    private void meanwhile(Change change) {
        AtomicInteger calls = new AtomicInteger();
        plume.onReceived(call -> {
            if (calls.incrementAndGet() == 20) {
                try {
                    change.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    private Service start() {
        return Service.start(plume, folder, "plume.file.rest", "100ms", "plume.concurrency", "2");
    }

    private List<String> asked(String prefix) {
        return plume.callsPerAccount().keySet().stream()
                .filter(account -> account.startsWith(prefix))
                .toList();
    }

    private void assertOthersGoOn(Service service) throws IOException {
        Files.writeString(inbox.resolve("other.txt"), "OTHER\n");
        await().until(() -> Files.exists(inbox.resolve(".done/other.txt")));
        assertThat(service.health("plume-hold").getState()).isEqualTo(State.UP);
        assertThat(service.health("plume-inbox").getState()).isEqualTo(State.UP);
        assertThat(plume.callsPerAccount().values()).containsOnly(1L);
    }

    @Test
    void aFileThatIsDeletedIsAnsweredToItsEnd() throws Exception {
        meanwhile(() -> Files.delete(input));
        try (Service service = start()) {
            await().until(() -> Files.exists(folder.resolve("outbox/accounts.txt/summary.json")));
            assertOthersGoOn(service);
        }
        assertThat(asked("OLD-")).hasSize(ROWS);
    }

    @Test
    void aFileThatIsReplacedIsAnsweredToItsEndAndTheOtherAfterIt() throws Exception {
        Path other = Files.writeString(inbox.resolve(".accounts.txt"), lines("NEW-"));
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(input)); // and it has the same size
        meanwhile(() -> Files.move(other, input, StandardCopyOption.REPLACE_EXISTING));
        try (Service service = start()) {
            await().until(() -> Files.exists(folder.resolve("outbox/accounts.txt/summary.json")));
            await().until(() -> Files.exists(folder.resolve("outbox/accounts.txt-2/summary.json")));
            assertOthersGoOn(service);
        }
        assertThat(asked("OLD-")).hasSize(ROWS);
        assertThat(asked("NEW-")).hasSize(ROWS);
    }

    @Test
    void aFileThatIsOverwrittenIsStoppedBeforeARowOfTheOtherIsAsked() throws Exception {
        byte[] other = lines("NEW-").substring(7).getBytes(StandardCharsets.UTF_8);
        meanwhile(() -> {
            try (FileChannel channel = FileChannel.open(input, StandardOpenOption.WRITE)) {
                channel.truncate(0).write(ByteBuffer.wrap(other));
            }
        });
        try (Service service = start()) {
            await().until(() -> Files.exists(inbox.resolve(".refused/accounts.txt.reason.txt")));
            assertOthersGoOn(service);
        }
        assertThat(asked("OLD-")).hasSizeBetween(20, ROWS - 1);
        assertThat(plume.callsPerAccount().keySet())
                .allMatch(account -> account.matches("OLD-[0-9]+-" + LONG + "|OTHER"));
        assertThat(inbox.resolve(".refused/accounts.txt.reason.txt"))
                .content()
                .contains("unfinished batch of another accounts.txt");
    }

    @Test
    void aFileWhoseTimeAloneChangesIsOneBatch() throws Exception {
        meanwhile(() -> Files.setLastModifiedTime(input, java.nio.file.attribute.FileTime.fromMillis(1)));
        try (Service service = start()) {
            await().until(() -> Files.exists(inbox.resolve(".done/accounts.txt")));
            assertOthersGoOn(service);
        }
        assertThat(folder.resolve("outbox/accounts.txt-2")).doesNotExist();
    }

    @Test
    void whatIsNoFileIsRefusedAndWhatIsNamedAsUnfinishedIsLeftAlone() throws Exception {
        Shell.run(inbox, "mkfifo pipe.txt");
        List<String> leftAlone = List.of("a.csv.filepart", "a.csv.part", "a.csv~", "~$a.xlsx", "a.tmp", ".a.csv");
        for (String name : leftAlone) {
            Files.writeString(inbox.resolve(name), "LEFT-ALONE\n");
        }
        try (Service service = start()) {
            await().until(() -> Files.exists(inbox.resolve(".refused/pipe.txt.reason.txt")));
            await().until(() -> Files.exists(inbox.resolve(".done/accounts.txt")));
            assertOthersGoOn(service);
        }
        try (Stream<Path> left = Files.list(inbox)) {
            assertThat(left.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(leftAlone);
        }
        assertThat(asked("LEFT")).isEmpty();
    }
}
