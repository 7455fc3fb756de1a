package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumelookup.api.Customer;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.input.RowSettings;
import org.plumelookup.lookup.OutcomeJson;
import org.plumelookup.resilience.CircuitBreakers;

/**
 * Tears the end of the result files in every way that a crash or a power loss can, and opens the batch again: it asks
 * only for the rows that are no longer whole, and in the end the results are the same.
 */
class TornFilesTest {
    private static final int ROWS = 60;
    private static final int LAST_BYTES = 600; // the last rows
    private static final int LAST_RECORD = 250; // and a little of the one before
    private static final int FEW = 7;

    @TempDir
    private Path folder;

    private Path input;
    private BatchSettings settings;
    private Path results;
    private Map<String, byte[]> whole;

    @BeforeEach
    void completeABatch() throws Exception {
        input = folder.resolve("accounts.txt");
        Files.write(
                input,
                IntStream.rangeClosed(1, ROWS).mapToObj(row -> "Ä-" + row).toList());
        settings = new BatchSettings(
                folder, folder.resolve("outbox"), new RowSettings("accountId", StandardCharsets.UTF_8), 1);
        results = settings.outbox().resolve("accounts.txt");
        assertThat(answerTheRest(true)).isEqualTo(ROWS);
        whole = Map.of("found.jsonl", read("found.jsonl"), "errors.jsonl", read("errors.jsonl"));
    }

    @ParameterizedTest
    @CsvSource({"found.jsonl, 1, false", "found.jsonl, 8, true", "errors.jsonl, 1, false", "errors.jsonl, 8, true"})
    void aFileCutAtAnyByteIsFilledUpAgain(String name, int step, boolean complete) throws Exception {
        byte[] bytes = whole.get(name);
        int length = bytes.length - LAST_BYTES;
        while (length <= bytes.length) {
            begin();
            Files.write(results.resolve(name), Arrays.copyOf(bytes, length));
            int asked = answerTheRest(complete);
            assertThat(asked).as("rows asked for after a cut at %d", length).isBetween(0, 6);
            assertTheResultsAreWhole();
            length += length < bytes.length - LAST_RECORD ? FEW : step;
        }
    }

    @Test
    void aCompleteBatchIsLeftAsItIs() throws Exception {
        byte[] cut = Arrays.copyOf(whole.get("found.jsonl"), 100);
        Files.write(results.resolve("found.jsonl"), cut);
        CircuitBreakers breakers = CircuitBreakers.closed(null, () -> {});
        try (BatchRun batch =
                BatchRun.open(input, settings, new InFlightLimiter(breakers, null, () -> false), () -> true)) {
            assertThat(batch.rows()).isExhausted();
            assertThat(batch.finish().rows()).isEqualTo(ROWS);
        }
        assertThat(read("found.jsonl")).isEqualTo(cut);
    }

    @Test
    void whatWasNeverARecordIsCutOff() throws Exception {
        for (String name : whole.keySet()) {
            String first = new String(whole.get(name), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElseThrow();
            List<byte[]> garbage = List.of(
                    new byte[1],
                    new byte[4096],
                    bytes("\u0000\u0000\u0000\n"),
                    bytes("\n"),
                    bytes(first.substring(0, first.length() / 2)),
                    bytes(first.substring(0, first.length() / 2) + "\n"),
                    bytes(first),
                    bytes(first + "\n"),
                    bytes(first + "\n" + first + "\n"),
                    bytes(first.replaceFirst("\"row\":\\d+", "\"row\":" + (ROWS + 1)) + "\n"),
                    bytes(first.replaceFirst("\"row\":\\d+", "\"row\":0") + "\n"),
                    bytes("[]\n"),
                    bytes("{}\n"),
                    new byte[] {'{', '"', 'r', 'o', 'w', '"', ':', '1', ',', '"', (byte) 0xC3, '"', ':', '1', '}', '\n'
                    },
                    new byte[] {(byte) 0xFF, (byte) 0xFE, '\n'});
            for (byte[] tail : garbage) {
                begin();
                Files.write(results.resolve(name), joined(whole.get(name), tail));
                assertThat(answerTheRest(false))
                        .as(new String(tail, StandardCharsets.UTF_8))
                        .isZero();
                assertTheResultsAreWhole();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "found.jsonl,  17, '\"row\":\\d', '\"row\":5',  its account is not that of its row",
        "found.jsonl,  17, 'Ä-',          'Ä-0',        its account is not that of its row",
        "found.jsonl,  17, 'accountId',   'acountId',   its account is not that of its row",
        "found.jsonl,  1,  '.*',          '{',          valid ones follow it",
        "found.jsonl,  17, '^.',          '',           valid ones follow it",
        "found.jsonl,  17, '.$',          '',           valid ones follow it",
        "found.jsonl,  17, '\"match\":\\d','\"match\":9', valid ones follow it",
        "errors.jsonl, 7,  '\"row\":\\d', '\"row\":1',  its account is not that of its row",
        "errors.jsonl, 7,  'no-match',    'no-match!',  valid ones follow it"
    })
    void damageThatNoCrashLeavesIsToldWithItsLineAndNothingIsChanged(
            String name, int line, String what, String by, String why) throws Exception {
        begin();
        List<String> lines = new ArrayList<>(Files.readAllLines(results.resolve(name)));
        String damaged = lines.get(line - 1).replaceFirst(what, by);
        assertThat(damaged).isNotEqualTo(lines.get(line - 1));
        lines.set(line - 1, damaged);
        Files.write(results.resolve(name), lines);

        assertThatExceptionOfType(DamagedFileException.class)
                .isThrownBy(() -> answerTheRest(false))
                .withMessageContaining(name + " is damaged: line " + line + ": ")
                .withMessageContaining(why)
                .withMessageContaining("Restore the file from a backup, or delete this line");
        assertThat(Files.readAllLines(results.resolve(name))).isEqualTo(lines);
    }

    @Test
    void aPageThatAPowerLossLeftEmptyIsNoDamage() throws Exception {
        begin();
        byte[] bytes = read("found.jsonl");
        Arrays.fill(bytes, bytes.length - 2 * LAST_BYTES, bytes.length - LAST_BYTES, (byte) 0);
        Files.write(results.resolve("found.jsonl"), bytes);
        assertThat(answerTheRest(true)).isPositive();
        assertTheResultsAreWhole();
    }

    /** Lays out the results of a batch in which every row is answered, but which is not complete. */
    private void begin() throws IOException {
        for (Map.Entry<String, byte[]> file : whole.entrySet()) {
            Files.write(results.resolve(file.getKey()), file.getValue());
        }
        Files.deleteIfExists(results.resolve(Summary.FILE));
    }

    /** Opens the batch, answers its rows and maybe completes it; returns how many rows were unanswered. */
    private int answerTheRest(boolean complete) throws Exception {
        CircuitBreakers breakers = CircuitBreakers.closed(null, () -> {});
        try (BatchRun batch =
                BatchRun.open(input, settings, new InFlightLimiter(breakers, null, () -> false), () -> true)) {
            int asked = 0;
            for (Iterator<LookupRequest> rows = batch.rows(); rows.hasNext(); asked++) {
                LookupOutcome outcome = answer(rows.next());
                batch.record(outcome, OutcomeJson.documents(outcome));
                batch.release();
            }
            assertThat(batch.progress().done()).isEqualTo(ROWS);
            if (complete) {
                batch.finish();
            }
            return asked;
        }
    }

    private static LookupOutcome answer(LookupRequest row) {
        int customers = (int) (row.row() % 4);
        List<Customer> found = IntStream.range(0, customers)
                .mapToObj(n ->
                        new Customer("id-" + n, row.accountId(), "Zoë Ünal 🏠", "zoe@example.com", List.of("l1", "l2")))
                .toList();
        Outcome outcome = customers == 0 ? Outcome.NO_MATCH : Outcome.FOUND;
        String reason = customers == 0 ? "Plume knows no such customer ✗" : null;
        return new LookupOutcome(row, outcome, found, 0, 200, reason, 1, Instant.EPOCH);
    }

    private void assertTheResultsAreWhole() throws IOException {
        for (Map.Entry<String, byte[]> file : whole.entrySet()) {
            assertThat(lines(read(file.getKey()))).as(file.getKey()).isEqualTo(lines(file.getValue()));
            assertThat(read(file.getKey())).hasSameSizeAs(file.getValue());
        }
    }

    private static SortedSet<String> lines(byte[] file) {
        return new String(file, StandardCharsets.UTF_8).lines().collect(Collectors.toCollection(TreeSet::new));
    }

    private byte[] read(String name) throws IOException {
        return Files.readAllBytes(results.resolve(name));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(other);
        return both.toByteArray();
    }
}
