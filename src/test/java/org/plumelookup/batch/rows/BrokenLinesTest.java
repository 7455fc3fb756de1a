package org.plumelookup.batch.rows;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupRequest;

class BrokenLinesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFFA1|Müller|A3",
                "accountId,n|\"Mü\",x|A3,y",
                "{\"accountId\":1}|{\"accountId\":\"ü\"}|{\"accountId\":3}"
            })
    void reportsALineThatIsNotUtf8(String lines) throws IOException {
        String[] line = lines.split("\\|");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write((line[0] + "\n").getBytes(UTF_8));
        content.write((line[1] + "\n").getBytes(ISO_8859_1));
        content.write(line[2].getBytes(UTF_8));

        InputFile file = InputFile.of(folder, content.toByteArray());

        assertThat(file.said()).contains("line 2 is not UTF-8: save the file as UTF-8");
        assertThat(file.rows())
                .filteredOn(row -> row.problem() != null)
                .singleElement()
                .extracting(row -> row.input().path("line").textValue())
                .isEqualTo(line[1].replace('ü', '\uFFFD'));
    }

    @Test
    void namesTheLineOfARecordThatIsNotUtf8() throws IOException {
        byte[] content = "accountId,n\nA1,\"x\nü\"\nA2,y".getBytes(ISO_8859_1);

        assertThat(InputFile.of(folder, content).said())
                .containsExactly("line 3 is not UTF-8: save the file as UTF-8", "A2");
    }

    @Test
    void takesAReplacementCharacterThatIsReallyThere() throws IOException {
        assertThat(InputFile.of(folder, "A\uFFFD1").said()).containsExactly("A\uFFFD1");
    }

    @ParameterizedTest
    @CsvSource({"'',A1,A1", "accountId,A1,A1", "'{\"accountId\":0}','{\"accountId\":\"A1\"}',A1"})
    void skipsALineOverTheCap(String header, String line, String id) throws IOException {
        String before = header.isEmpty() ? "" : header + "\n";
        String over = "ä".repeat(Lines.CAP / 2) + "x";
        InputFile file = InputFile.of(folder, before + line + "\n" + over + "\r\n" + line);

        LookupRequest row = file.rows().get(file.rows().size() - 2);

        assertThat(row.problem()).isEqualTo("line " + (header.isEmpty() ? 2 : 3) + " is longer than 1 MB");
        assertThat(row.accountId()).isNull();
        assertThat(row.input()).hasSize(1);
        assertThat(row.input().path("line").textValue()).isEqualTo("ä".repeat(1024));
        assertThat(file.said()).endsWith(row.problem(), id);
    }

    @Test
    void neverCutsACharacterInTwo() throws IOException {
        InputFile file = InputFile.of(folder, "accountId\nx" + "𝒳".repeat(1000) + ",y\n");

        assertThat(file.rows().get(0).input().path("line").textValue()).isEqualTo("x" + "𝒳".repeat(511));
    }
}
