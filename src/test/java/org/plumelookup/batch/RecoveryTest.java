package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records are read up to the last whole one, wherever the blocks of the file begin and end. */
class RecoveryTest {
    private static final int BLOCK = 1 << 16;
    private static final int ROWS = 200;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 700, BLOCK / 2 - 60, BLOCK - 70, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK})
    void recordsOfAnyLengthAreRead(int length) throws IOException {
        String records = IntStream.rangeClosed(1, ROWS)
                .mapToObj(row -> record(row, length + row % 3))
                .collect(Collectors.joining());

        assertRows(records, ROWS, records.length());
    }

    @Test
    void theRestOfATornRecordDoesNotCount() throws IOException {
        String whole = record(1, BLOCK) + record(2, 3 * BLOCK);

        assertRows(whole + record(3, 2 * BLOCK).stripTrailing(), 2, whole.length());
        assertRows(whole + "{\"row\":3,\"acc", 2, whole.length());
    }

    @Test
    void anEmptyFileHasNone() throws IOException {
        assertRows("", 0, 0);
    }

    private void assertRows(String records, int rows, long length) throws IOException {
        Path file = Files.writeString(folder.resolve("found.jsonl"), records);
        Ledger ledger = new Ledger();

        assertThat(new Recovery(ledger, ROWS, null).read(file)).isEqualTo(length);
        assertThat(ledger.rows()).isEqualTo(rows);
    }

    private static String record(int row, int length) {
        return String.format(
                Locale.ROOT,
                "{\"row\":%d,\"accountId\":\"A\",\"name\":\"%s\",\"match\":1,\"matches\":1,\"input\":{}}\n",
                row,
                "n".repeat(length));
    }
}
