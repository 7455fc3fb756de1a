package org.plumelookup.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupRequest;

class RowReaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A1\nÄ2\n0003\n",
                "A1\r\nÄ2\r\n0003",
                "\uFEFFA1\nÄ2\n0003\n",
                "accountId\nA1\nÄ2\n0003\n",
                "\uFEFFaccountId,name\r\nA1,x\r\nÄ2,y\r\n0003,z",
                "name;accountId\nx;A1\ny;\"Ä2\"\nz;0003\n",
                "name\taccountId\tz\nx\tA1\t\ny\tÄ2\t\n\"z\t\"\t0003\t\n",
                " ACCOUNTID ,name\nA1,x\nÄ2,y\n0003,z\n",
                "\"accountId\",\"first\nname\"\n\"A1\",\"x\ny\"\n\nÄ2,y\n0003,z\n\n",
                "{\"accountId\":\"A1\"}\n{\"accountId\":\"\\u00c42\"}\n{\"accountId\":\"0003\"}\n",
                "\uFEFF\r\n {\"name\":\"x\",\"accountId\":\"A1\"}\r\n\r\n{\"accountId\":\"Ä2\"}\r\n"
                        + "{\"accountId\":\"0003\"}",
            })
    void givesTheSameAccountIdsInEveryFormat(String content) throws IOException {
        InputFile file = InputFile.of(folder, content);

        assertThat(file.said()).containsExactly("A1", "Ä2", "0003");
        assertThat(file.rows()).extracting(LookupRequest::row).containsExactly(1L, 2L, 3L);
        assertThat(file.rows()).isEqualTo(file.rows());
        assertThat(file.survey().rows()).isEqualTo(3);
    }

    @Test
    void takesAPlainLineExactly() throws IOException {
        InputFile file = InputFile.of(folder, "A 1 \n\n\t\n\"A2\"\r\nA\r3\nnull\n{6F9619FF}\r");

        assertThat(file.said()).containsExactly("A 1 ", "\"A2\"", "A\r3", "null", "{6F9619FF}");
        assertThat(file.inputs()).containsOnly("{}");
    }

    @Test
    void findsNoRowsInAnEmptyFile() throws IOException {
        assertThat(InputFile.of(folder, "").rows()).isEmpty();
        assertThat(InputFile.of(folder, "\uFEFF").rows()).isEmpty();
        assertThat(InputFile.of(folder, "accountId,name\n\n").rows()).isEmpty();
    }

    @Test
    void endsAfterTheLastRow() throws IOException {
        InputFile file = InputFile.of(folder, "A1");
        try (RowReader reader = RowReader.open(file.path(), file.settings(), file.survey())) {
            reader.next();
            assertThat(reader.hasNext()).isFalse();
            assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4095, 4096, 4097, 65535, 65536, 65537, 69632, 131072, (1 << 20) - 1, 1 << 20})
    void readsALineWhereverTheBufferEnds(int length) throws IOException {
        String id = "x".repeat(length);

        assertThat(InputFile.of(folder, id + "\r\n" + "ä".repeat(100) + "\r\n" + id + "\nlast")
                        .said())
                .containsExactly(id, "ä".repeat(100), id, "last");
    }
}
