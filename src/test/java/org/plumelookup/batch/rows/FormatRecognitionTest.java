package org.plumelookup.batch.rows;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatRecognitionTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,name\nA1,x\n",
                "id,name\r\nA1,\"x, y\"\r\nA2,\"z\nz\"\r\n\r\n",
                "\uFEFFid;name\nA1;x,y\nA2;z\n",
                "id\tname\nA1\tx\n\nA2\t\n",
            })
    void refusesATableWithoutTheColumn(String content) throws IOException {
        assertRefused(InputFile.of(folder, content).path())
                .hasMessage("input is a table without \"accountId\"; its header is: id, name. Name the column of the"
                        + " account ID with plume.file.column, or correct the file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A1,x",
                "A1,x\n",
                "A1,x\nA2\n",
                "A1,x\nA2,y,z\n",
                "A1;x\nA2,y\n",
                "A1\nA2,x\n",
                "A1,\"x\nA2,y\nA3,z\n"
            })
    void takesForPlainWhatIsNoTable(String content) throws IOException {
        assertThat(InputFile.of(folder, content).said())
                .containsExactlyElementsOf(content.lines().toList());
    }

    @Test
    void looksAtTenLinesOfATable() throws IOException {
        String nine = "A,1\n".repeat(9);

        assertThat(InputFile.of(folder, nine + "A\n").said()).hasSize(10);
        assertRefused(InputFile.of(folder, nine + "A,1\nA\n").path());
    }

    @Test
    void refusesObjectsWithoutTheAccountId() throws IOException {
        assertRefused(InputFile.of(folder, "{\"id\":1,\"name\":2}\n{\"id\":2}\n")
                        .path())
                .hasMessageContaining("is JSON lines without \"accountId\"; its first object has: id, name. ")
                .hasMessageContaining("plume.file.column");
    }

    @Test
    void takesForJsonLinesWhatBeginsWithABrokenObject() throws IOException {
        assertThat(InputFile.of(folder, "{\"accountId\":\n{\"accountId\":\"A2\"}\n")
                        .said())
                .hasSize(2)
                .endsWith("A2");
        assertThat(InputFile.of(folder, "{\"accountId\":\n").said())
                .singleElement()
                .asString()
                .startsWith("line 1 is not JSON");
        assertThat(InputFile.of(folder, "{\"id\":1}\n{\"accountId\":\"A2\"}\n").said())
                .containsExactly("line 1 has no accountId that is a text or a number", "A2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"accountId\":1}]", "[\n{\"accountId\":1}\n]", "{\n\"accountId\":1\n}", "[ {\n"})
    void refusesAJsonDocument(String content) throws IOException {
        assertRefused(InputFile.of(folder, content).path()).hasMessageContaining("write one JSON object a line");
    }

    @Test
    void refusesWhatIsNoTextInUtf8() throws IOException {
        assertRefused(file("A1\n", UTF_16)).hasMessage("input is UTF-16: save it as UTF-8");
        assertRefused(file("\uFEFFA1\n", UTF_16LE)).hasMessage("input is UTF-16: save it as UTF-8");
        assertRefused(file("A1\n", UTF_16LE)).hasMessageContaining("NUL bytes");
        assertRefused(file("A1\rA2\rA3\r", ISO_8859_1)).hasMessageContaining("CR alone");
        assertRefused(file("accountId;größe\nA1;2\n", ISO_8859_1)).hasMessageContaining("header that is not UTF-8");

        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write('A');
        }
        assertRefused(InputFile.of(folder, packed.toByteArray()).path()).hasMessageContaining("unpack it first");
        packed.reset();
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            zip.putNextEntry(new ZipEntry("sheet.xml"));
        }
        assertRefused(InputFile.of(folder, packed.toByteArray()).path()).hasMessageContaining("Excel");
    }

    @Test
    void refusesWhatIsNoFile() {
        assertRefused(folder).hasMessageContaining("is a folder");
        assertRefused(folder.resolve("none")).hasMessageStartingWith("none does not exist");
    }

    private Path file(String content, Charset charset) throws IOException {
        return InputFile.of(folder, content.getBytes(charset)).path();
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(Path file) {
        assertThatThrownBy(() -> Survey.of(file, "accountId")).isInstanceOf(UnreadableFileException.class);
        return assertThatThrownBy(() -> RowReader.open(file, "accountId").close())
                .isInstanceOf(UnreadableFileException.class);
    }
}
