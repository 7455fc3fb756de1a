package org.plumelookup.batch.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileScanTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        // printf 'A1\nA2\n' | sha256sum
        "'A1\nA2\n', 2, 6, 36c766b94aaef6ecec97bc90d5e291cb4df456b72d77b15ea4cae658fb3d52e1",
        "'', 0, 0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    })
    void fingerprintsTheWholeContent(String content, long rows, long size, String fingerprint) throws IOException {
        FileScan survey = InputFile.of(folder, content).survey();

        assertThat(survey.rows()).isEqualTo(rows);
        assertThat(survey.size()).isEqualTo(size);
        assertThat(survey.fingerprint()).isEqualTo(fingerprint);
    }

    @Test
    void tellsFilesApartByTheirLastByte() throws IOException {
        String content = "accountId\n" + "A1\n".repeat(100_000);
        FileScan one = InputFile.of(folder, content + "A2").survey();
        FileScan other = InputFile.of(folder, content + "A3").survey();

        assertThat(one.rows()).isEqualTo(100_001).isEqualTo(other.rows());
        assertThat(one.size()).isEqualTo(content.length() + 2);
        assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    }

    @ParameterizedTest
    @CsvSource({
        "'A1\nA2\n', 2",
        "'A1\nA2', 1",
        "'A1\r\nA2\r', 1",
        "'A1', 0",
        "'accountId,note\nA1,x\nA2,\"two\nlines\"\n', 2",
        "'accountId,note\nA1,x\nA2,\"two\nlines', 1",
        "'accountId,note\nA1,x\nA2,\"two\nB1,x\nB2,y\n', 1",
        "'{\"accountId\":1}\n{\"accountId\":2}', 1",
        "'{\"accountId\":1}\n{\"accou', 1",
    })
    void countsTheRowsThatStayWhatTheyAreHoweverTheFileGrows(String content, long settled) throws IOException {
        assertThat(InputFile.of(folder, content).survey().settledRows()).isEqualTo(settled);
    }
}
