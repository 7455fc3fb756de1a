package org.plumelookup.scaleout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.batch.BatchRefusedException;
import org.plumelookup.batch.BatchSettings;
import org.plumelookup.batch.Summary;
import org.plumelookup.batch.inbox.Inbox;
import org.plumelookup.batch.input.RowSettings;
import org.plumelookup.observe.RunningBatches;
import org.plumelookup.resilience.CircuitBreaker;

/**
 * Lets a file grow while the outcomes of its rows come in, and after they are complete: they all belong to one batch.
 */
class CollectorTest {
    @TempDir
    private Path folder;

    @Test
    void theOutcomesOfRowsThatCameLaterBelongToTheSameBatch() throws Exception {
        BatchSettings settings = new BatchSettings(
                folder.resolve("inbox"),
                folder.resolve("outbox"),
                new RowSettings("accountId", StandardCharsets.UTF_8),
                1);
        Path file = Files.writeString(Files.createDirectories(settings.inbox()).resolve("accounts.txt"), "A1\nA2\n");
        Path sent = settings.inbox().resolve(".sent/accounts.txt");
        Path results = settings.outbox().resolve("accounts.txt");
        Collector collector = new Collector(settings, new CircuitBreaker(null, () -> {}), new RunningBatches());
        String first = send(file, settings);
        collector.note(first + ":1", reply("A1"));

        Files.writeString(sent, "A3\n", StandardOpenOption.APPEND);
        bringBack(settings);
        assertThat(send(file, settings)).isEqualTo(first);
        collector.note(first + ":2", reply("A2"));
        assertThat(Summary.existsIn(results)).isFalse();
        collector.note(first + ":3", reply("A3"));
        assertThat(rows(results)).isEqualTo(3);

        Path done = settings.inbox().resolve(".done/accounts.txt");
        Files.writeString(done, "A4\n", StandardOpenOption.APPEND);
        bringBack(settings);
        assertThat(send(file, settings)).isEqualTo(first);
        collector.note(first + ":4", reply("A4"));
        assertThat(rows(results)).isEqualTo(4);
        assertThat(done).exists();
        assertThatThrownBy(() -> collector.note(first + ":5", reply("A5"))).isInstanceOf(BatchRefusedException.class);
        collector.stop();
    }

    @Test
    void aSummaryThatWasWrittenWhileTheFileGrewCompletesNothing() throws Exception {
        BatchSettings settings = new BatchSettings(
                folder.resolve("inbox"),
                folder.resolve("outbox"),
                new RowSettings("accountId", StandardCharsets.UTF_8),
                1);
        Path file = Files.writeString(Files.createDirectories(settings.inbox()).resolve("accounts.txt"), "A1\n");
        Path done = settings.inbox().resolve(".done/accounts.txt");
        Path results = settings.outbox().resolve("accounts.txt");
        Collector collector = new Collector(settings, new CircuitBreaker(null, () -> {}), new RunningBatches());
        String batch = send(file, settings);
        collector.note(batch + ":1", reply("A1"));
        byte[] summary = Files.readAllBytes(results.resolve("summary.json"));
        Files.writeString(done, "A2\n", StandardOpenOption.APPEND);
        bringBack(settings);
        send(file, settings);
        Files.write(results.resolve("summary.json"), summary); // as if it came only now

        collector.look();
        assertThat(settings.inbox().resolve(".sent/accounts.txt")).exists();
        assertThat(Summary.existsIn(results)).isFalse();
        collector.note(batch + ":2", reply("A2"));
        assertThat(rows(results)).isEqualTo(2);
        assertThat(done).exists();
        collector.stop();
    }

    /** Lets an inbox, which has checked no file yet, bring back those that have grown. */
    private static void bringBack(BatchSettings settings) {
        new Inbox(new CircuitBreaker(null, () -> {}), settings.outbox()).check(settings.inbox());
    }

    /** Returns the number of rows that the summary of a batch has. */
    private static int rows(Path results) throws IOException {
        return new ObjectMapper()
                .readTree(results.resolve("summary.json").toFile())
                .path("rows")
                .asInt();
    }

    /** Sends what is to be sent of a file; returns the ID of its batch. */
    private static String send(Path file, BatchSettings settings) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext();
                RowDispatch rows = RowDispatch.open(context, file, settings, () -> true)) {
            String place = null;
            while (rows.hasNext()) {
                Message message = rows.next();
                place = message.getHeader("JMSCorrelationID", String.class);
                rows.sent();
            }
            rows.finish();
            return place == null ? null : place.replaceFirst(":.*", "");
        }
    }

    private static String reply(String account) {
        return "{\"accountId\":\"" + account + "\",\"outcome\":\"no-match\",\"customers\":[],\"status\":200,"
                + "\"reason\":\"none\",\"calls\":1,\"time\":\"2026-11-01T00:00:00Z\",\"input\":{\"input\":{}}}";
    }
}
