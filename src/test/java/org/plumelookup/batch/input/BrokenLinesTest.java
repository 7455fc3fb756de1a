package org.plumelookup.batch.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                "accountId,n|A1,\"Mü|\"",
                "{\"accountId\":1}|{\"accountId\":\"ü\"}|{\"accountId\":3}"
            })
    void refuseTheFileIfTheyAreNotUtf8(String lines) throws IOException {
        String[] line = lines.split("\\|");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write((line[0] + "\n").getBytes(UTF_8));
        content.write((line[1] + "\n").getBytes(ISO_8859_1));
        content.write(line[2].getBytes(UTF_8));

        assertThatThrownBy(() -> InputFile.of(folder, content.toByteArray()).rows())
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage("input is not UTF-8: line 2 has the byte 0xFC. Save it as UTF-8, or set"
                        + " plume.file.encoding to its encoding, such as windows-1252");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A%d\n", "x,A%d\n", "{\"accountId\":\"A%d\"}\n"})
    void refuseTheFileForANulWhereverItStands(String line) throws IOException {
        for (int at : new int[] {3, 700}) {
            StringBuilder content = new StringBuilder(line.startsWith("x") ? "name,accountId\n" : "");
            int first = content.isEmpty() ? 1 : 2;
            for (int number = first; number <= 1000; number++) {
                content.append(line.replace("%d", String.valueOf(number)).replace("A", number == at ? "\0" : "A"));
            }
            InputFile file = InputFile.of(folder, content.toString());

            assertThatThrownBy(file::survey)
                    .isInstanceOf(UnreadableFileException.class)
                    .hasMessageStartingWith("input is not text in UTF-8: line " + at + " has NUL bytes. ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A1| |A2||A3|\t",
                "|name,accountId|x,A1|  |y,A2||z,A3|",
                "{\"accountId\":\"A1\"}| |{\"accountId\":\"A2\"}||{\"accountId\":\"A3\"}|\u001a",
                "A1|A2||A3|\u001a"
            })
    void areNoRowsIfTheyAreBlank(String lines) throws IOException {
        assertThat(InputFile.of(folder, lines.replace('|', '\n')).said()).containsExactly("A1", "A2", "A3");
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
        InputFile file = InputFile.of(folder, "accountId\nx" + "𝒳".repeat(1000) + ",y\nA1\n");

        assertThat(file.rows().get(0).input().path("line").textValue()).isEqualTo("x" + "𝒳".repeat(511));
    }
}
