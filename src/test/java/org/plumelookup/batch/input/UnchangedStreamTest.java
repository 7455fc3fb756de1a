package org.plumelookup.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that somebody writes to while its rows are read gives the rows that were counted, or no more. */
class UnchangedStreamTest {
    private static final int ROWS = 20_000;

    @TempDir
    private Path folder;

    private static String account(int row) {
        return "A" + (1_000_000 + row);
    }

    private InputFile file() throws IOException {
        return InputFile.of(
                folder,
                IntStream.range(0, ROWS).mapToObj(row -> account(row) + "\n").collect(Collectors.joining()));
    }

    @Test
    void aFileThatGrowsInTheMiddleOfALineIsReadAsFarAsItWasCounted() throws IOException {
        InputFile file = InputFile.of(folder, "A1\nA2");
        FileScan survey = file.survey();
        Files.writeString(file.path(), "3\nA4\n", StandardOpenOption.APPEND);

        try (RowReader reader = RowReader.open(file.path(), file.settings(), survey)) {
            assertThat(reader)
                    .toIterable()
                    .hasSize(2)
                    .last()
                    .extracting("accountId")
                    .isEqualTo("A2");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 65_535, 65_536, 140_001, 9 * ROWS - 2})
    void aFileThatIsOverwrittenGivesNoRowOfItsNewContent(int at) throws IOException {
        InputFile file = file();
        FileScan survey = file.survey();
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("X".getBytes(StandardCharsets.UTF_8)), at);
        }
        assertStopped(file, survey);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_536, 9 * ROWS - 1})
    void aFileThatIsCutGivesNoRowOfTheRest(int length) throws IOException {
        InputFile file = file();
        FileScan survey = file.survey();
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
        assertStopped(file, survey);
    }

    private static void assertStopped(InputFile file, FileScan survey) {
        assertThatThrownBy(() -> {
                    try (RowReader reader = RowReader.open(file.path(), file.settings(), survey)) {
                        for (int row = 0; row < ROWS; row++) {
                            assertThat(reader.next().accountId()).isEqualTo(account(row));
                        }
                    }
                })
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isInstanceOf(FileChangedException.class),
                        thrown -> assertThat(thrown).hasCauseInstanceOf(FileChangedException.class));
    }
}
