package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.inbox.Inbox;
import org.plumelookup.batch.input.RowSettings;
import org.plumelookup.lookup.OutcomeJson;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.resilience.CircuitBreakers;

/** Lets a file grow between the steps of its batch, and kills the program between them: each row is answered once. */
class GrownBatchTest {
    @TempDir
    private Path folder;

    private Path input;
    private Path results;
    private BatchSettings settings;

    @BeforeEach
    void write() throws IOException {
        input = Files.writeString(folder.resolve("accounts.txt"), "A1\nA2\n");
        settings = new BatchSettings(
                folder, folder.resolve("outbox"), new RowSettings("accountId", StandardCharsets.UTF_8), 1);
        results = settings.outbox().resolve("accounts.txt");
    }

    private void append(String text) throws IOException {
        Files.writeString(input, text, StandardOpenOption.APPEND);
    }

    private BatchRun open(boolean whole) throws Exception {
        return open(() -> whole);
    }

    private BatchRun open(BooleanSupplier whole) throws Exception {
        return BatchRun.open(
                input, settings, new InFlightLimiter(CircuitBreakers.closed(null, () -> {}), null, () -> false), whole);
    }

    /** Answers what the batch hands out, at most so many rows; returns number and account ID of each. */
    private static List<String> answer(BatchRun batch, int most) throws IOException {
        List<String> answered = new ArrayList<>();
        for (Iterator<LookupRequest> rows = batch.rows(); answered.size() < most && rows.hasNext(); ) {
            LookupRequest row = rows.next();
            LookupOutcome outcome =
                    new LookupOutcome(row, Outcome.NO_MATCH, List.of(), 0, 200, "none", 1, Instant.EPOCH);
            batch.record(outcome, OutcomeJson.documents(outcome));
            batch.release();
            answered.add(row.row() + " " + row.accountId());
        }
        return answered;
    }

    private List<String> complete(long rows) throws Exception {
        try (BatchRun batch = open(true)) {
            List<String> answered = answer(batch, 1000);
            assertThat(batch.finish().rows()).isEqualTo(rows);
            return answered;
        }
    }

    @Test
    void aLastRowWithoutALineEndIsHeldBackUntilTheFileHasRested() throws Exception {
        append("A");
        try (BatchRun batch = open(false)) {
            assertThat(answer(batch, 1000)).containsExactly("1 A1", "2 A2");
            assertThatThrownBy(batch::finish)
                    .isInstanceOf(BatchUnfinishedException.class)
                    .hasMessageContaining("its last row waits")
                    .hasNoCause();
        }
        append("3\n");
        assertThat(complete(3)).containsExactly("3 A3");
    }

    @Test
    void whetherTheFileHasRestedIsAskedAfterTheScanBecauseItMayHaveGrownBefore() throws Exception {
        append("A");
        try (BatchRun batch = open(() -> Files.notExists(results.resolve(".batch.json")))) { // written after the scan
            assertThat(answer(batch, 1000)).containsExactly("1 A1", "2 A2");
        }
    }

    @Test
    void aFileThatGrowsWhileItIsWorkedOnIsNotComplete() throws Exception {
        try (BatchRun batch = open(true)) {
            assertThat(answer(batch, 1000)).hasSize(2);
            append("A3\n");
            assertThatThrownBy(batch::finish).hasMessageContaining("has grown").hasNoCause();
        }
        assertThat(results.resolve(Summary.FILE)).doesNotExist();
        assertThat(complete(3)).containsExactly("3 A3");
    }

    private static Exchange exchange(BatchRun batch) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(BatchRun.PROPERTY, batch);
        return exchange;
    }

    @Test
    void aFileThatIsReplacedWhenItsBatchIsCompleteIsABatchOfItsOwn() throws Exception {
        CircuitBreaker breaker = new CircuitBreaker(null, () -> {});
        Inbox inbox = new Inbox(breaker, settings.outbox());
        try (BatchRun batch = open(true)) {
            answer(batch, 1000);
            Summary summary = batch.finish();
            Path other = Files.writeString(folder.resolve("other"), "B1\nB2\n");
            Files.setLastModifiedTime(other, Files.getLastModifiedTime(input));
            Files.move(other, input, StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(() -> inbox.done(input.toFile(), null, breaker.acquire(), summary, exchange(batch)))
                    .isInstanceOf(BatchUnfinishedException.class)
                    .hasMessageContaining(input + " has changed")
                    .hasNoCause();
        }
        assertThat(complete(2)).containsExactly("1 B1", "2 B2");
    }

    @Test
    void aFileThatIsTouchedWhenItsBatchIsCompleteIsDone() throws Exception {
        CircuitBreaker breaker = new CircuitBreaker(null, () -> {});
        try (BatchRun batch = open(true)) {
            answer(batch, 1000);
            Summary summary = batch.finish();
            Files.setLastModifiedTime(input, FileTime.from(Instant.EPOCH));
            new Inbox(breaker, settings.outbox())
                    .done(input.toFile(), null, breaker.acquire(), summary, exchange(batch));
        }
        assertThat(input).doesNotExist();
    }

    @Test
    void aFileThatIsDeletedWhenItsBatchIsCompleteIsNotMissed() throws Exception {
        CircuitBreaker breaker = new CircuitBreaker(null, () -> {});
        try (BatchRun batch = open(true)) {
            answer(batch, 1000);
            Summary summary = batch.finish();
            Files.delete(input);
            new Inbox(breaker, settings.outbox())
                    .done(input.toFile(), null, breaker.acquire(), summary, exchange(batch));
        }
        assertThat(results.resolve(Summary.FILE)).exists();
    }

    @Test
    void aCrashRightAfterTheGrowthIsRecordedLosesNothing() throws Exception {
        append("A");
        assertThat(complete(3)).containsExactly("1 A1", "2 A2", "3 A");
        byte[] summary = Files.readAllBytes(results.resolve(Summary.FILE));
        append("3\nA4\n");
        open(true).close();
        Files.write(results.resolve(Summary.FILE), summary); // as if it had not been removed yet

        try (BatchRun batch = open(true)) {
            assertThat(answer(batch, 1)).containsExactly("4 A3");
        }
        assertThat(complete(5)).containsExactly("5 A4");
        assertThat(InputFingerprint.recorded(results).torn()).containsExactly(3L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\nA4\n", "3\nA4\n"})
    void aRecordOfAnotherAccountIsToldAlsoAfterTheFileHasGrown(String more) throws Exception {
        append("A");
        assertThat(complete(3)).hasSize(3);
        Path errors = results.resolve("errors.jsonl");
        List<String> lines = Files.readAllLines(errors);
        lines.set(1, lines.get(1).replace("\"A2\"", "\"A7\""));
        Files.write(errors, lines);
        append(more);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> open(true))
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessageContaining(errors + " is damaged: line 2: its account is not that of its row");
            assertThat(Files.readAllLines(errors)).isEqualTo(lines);
            assertThat(InputFingerprint.recorded(results).torn()).isEmpty();
        }
        Files.write(errors, List.of(lines.get(0), lines.get(2)));
        assertThat(complete(more.startsWith("3") ? 5 : 4)).contains("2 A2");
    }

    @Test
    void recordsAreHeldAgainstTheRowsInTheEncodingOfTheFile() throws Exception {
        settings = new BatchSettings(
                folder, settings.outbox(), new RowSettings("accountId", StandardCharsets.ISO_8859_1), 1);
        Files.write(input, "\u00c41\n\u00c42\n".getBytes(StandardCharsets.ISO_8859_1));
        try (BatchRun batch = open(true)) {
            assertThat(answer(batch, 1)).containsExactly("1 \u00c41");
        }
        assertThat(complete(2)).containsExactly("2 \u00c42");
    }

    @Test
    void aRowThatWasNotAnsweredBeforeItsFileGrewKeepsItsNumber() throws Exception {
        append("A");
        try (BatchRun batch = open(true)) {
            assertThat(answer(batch, 2)).containsExactly("1 A1", "2 A2");
        }
        append("3\n");
        assertThat(complete(3)).containsExactly("3 A3");
    }

    @Test
    void aLineEndAloneAsksNothingAndTheBatchStaysComplete() throws Exception {
        append("A3");
        complete(3);
        append("\r\n\n");
        assertThat(complete(3)).isEmpty();
        append("A4\n");
        assertThat(complete(4)).containsExactly("4 A4");
    }

    @Test
    void aRowGrowsAgainAndAgain() throws Exception {
        append("A");
        complete(3);
        append("3");
        assertThat(complete(4)).containsExactly("4 A3");
        append("0\nA4");
        assertThat(complete(6)).containsExactly("5 A30", "6 A4");
        append("\nA5\n");
        assertThat(complete(7)).containsExactly("7 A5");
    }

    @Test
    void aHeaderThatComesLateMakesAnotherBatch() throws Exception {
        complete(2);
        append("accountId;name\nA3;x\n");
        assertThat(complete(1)).containsExactly("1 A3");
        assertThat(Summary.read(results).rows()).isEqualTo(2);
    }
}
