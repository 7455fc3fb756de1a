package org.plumelookup.settings;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that an operator wrote is read as UTF-8 on every machine, or refused with its place. */
class Utf8FileTest {
    private Path file;

    @BeforeEach
    void name(@TempDir Path folder) {
        file = folder.resolve("application.properties");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstKey() throws IOException {
        Files.writeString(file, "\uFEFFplume.file.column=Kundennümmer\n", UTF_8);
        Properties properties = Utf8File.properties(file);
        assertThat(properties.stringPropertyNames()).containsExactly("plume.file.column");
        assertThat(properties.getProperty("plume.file.column")).isEqualTo("Kundennümmer");
    }

    @Test
    void anEmptyFileIsText() throws IOException {
        assertThat(Utf8File.read(Files.createFile(file))).isEmpty();
    }

    @Test
    void anotherCharsetIsRefusedWithTheLine() throws IOException {
        Files.writeString(file, "plume.api.url=x\n\nplume.file.column=Kundennümmer\n", Charset.forName("windows-1252"));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Utf8File.properties(file))
                .withMessageContaining(file + ", line 3: the file must be UTF-8, and the byte FC is not (Windows-1252")
                .withMessageEndingWith("Save it in the encoding UTF-8.");
    }

    @Test
    void aCharacterThatIsCutOffAtTheEndIsRefused() throws IOException {
        Files.write(file, new byte[] {'a', '\n', (byte) 0xc3});
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Utf8File.read(file))
                .withMessageContaining("line 2: the file must be UTF-8, and the byte C3 is not");
    }

    @Test
    void utf16IsCalledSo() throws IOException {
        Files.writeString(file, "plume.api.url=x\n", UTF_16);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Utf8File.properties(file))
                .withMessageContaining("line 1: the file must be UTF-8, and the byte FE is not: it looks like UTF-16");
    }

    @Test
    void aWindowsPathThatLooksLikeAnEscapeIsRefusedWithTheCure() throws IOException {
        Files.writeString(file, "plume.file.inbox=C:\\users\\inbox\n");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Utf8File.properties(file))
                .withMessage(file + ": \\u must be followed by four hexadecimal digits."
                        + " Write a backslash as \\\\, or / in a path.");
    }
}
