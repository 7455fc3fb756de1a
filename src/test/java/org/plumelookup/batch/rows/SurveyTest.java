package org.plumelookup.batch.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurveyTest {
    @TempDir
    Path folder;

    @Test
    void fingerprintsTheWholeContent() throws IOException {
        // printf 'A1\nA2\n' | sha256sum
        assertThat(Survey.of(InputFile.of(folder, "A1\nA2\n").path(), "accountId"))
                .isEqualTo(new Survey(2, 6, "36c766b94aaef6ecec97bc90d5e291cb4df456b72d77b15ea4cae658fb3d52e1"));
        assertThat(Survey.of(InputFile.of(folder, "").path(), "accountId"))
                .isEqualTo(new Survey(0, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    }

    @Test
    void tellsFilesApartByTheirLastByte() throws IOException {
        String content = "accountId\n" + "A1\n".repeat(100_000);
        Survey one = Survey.of(InputFile.of(folder, content + "A2").path(), "accountId");
        Survey other = Survey.of(InputFile.of(folder, content + "A3").path(), "accountId");

        assertThat(one.rows()).isEqualTo(100_001).isEqualTo(other.rows());
        assertThat(one.size()).isEqualTo(content.length() + 2);
        assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    }
}
