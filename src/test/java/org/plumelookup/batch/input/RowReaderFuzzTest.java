package org.plumelookup.batch.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupRequest;

/** Whatever bytes a file has, it is read to its end or refused as a whole, and every row of it can be written. */
class RowReaderFuzzTest {
    private static final int FILES = 1500;
    private static final String[] STARTS = {
        "", "", "\uFEFF", "accountId,name\n", "name;accountId\r\n", "{\"accountId\":1}\n", "{", "\n\n"
    };
    private static final String[] PIECES = {
        "\"",
        "\"\"",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        " ",
        "A1",
        "ä",
        "𝒳",
        "\uFFFD",
        "{",
        "}",
        "[",
        "]",
        ":",
        "{\"accountId\":",
        "\"accountId\"",
        "{\"accountId\":\"A\"}\n",
        "accountId",
        "null",
        "-0",
        "1e999",
        "1.10",
        "\"\\ud800\"",
        "\"\\ud835\\udcb3\"",
        "category",
        ",\"input\":{",
        "A1,x\n",
        "\",\"",
        "\0"
    };

    @TempDir
    Path folder;

    private final ObjectMapper mapper = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void neverThrowOtherThanUnreadable(long seed) throws IOException {
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < FILES; i++) {
            InputFile file = InputFile.of(folder, bytes(random));
            try {
                List<LookupRequest> rows = file.rows();
                assertThat(file.survey().rows()).as("seed %d, file %d", seed, i).isEqualTo(rows.size());
                for (LookupRequest row : rows) {
                    // What cannot be written could not be given back.
                    assertThat(mapper.writeValueAsBytes(row)).isNotEmpty();
                    assertThat(row.accountId() == null).isEqualTo(row.problem() != null);
                }
                read++;
            } catch (UnreadableFileException e) {
                assertThat(e).hasMessageStartingWith("input ");
            }
        }
        assertThat(read).isGreaterThan(FILES / 3);
    }

    private static byte[] bytes(Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(STARTS[random.nextInt(STARTS.length)].getBytes(UTF_8));
        boolean noise = random.nextInt(10) == 0;
        // NUL, the last piece, makes a file unreadable: one file in eight may have it.
        int pieces = PIECES.length - (random.nextInt(8) == 0 ? 0 : 1);
        for (int i = random.nextInt(60); i > 0; i--) {
            if (noise && random.nextBoolean()) {
                bytes.write(1 + random.nextInt(255));
            } else {
                bytes.write(PIECES[random.nextInt(pieces)].getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
