package org.plumelookup.batch.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
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
                .hasMessage("input is a table without \"accountId\"; its header is: id, name. Set"
                        + " plume.file.column to the column of the account ID, or correct the file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A1,x\nA2\n",
                "A1\nA2,x\n",
                "A 1\nB 2\n",
                "a/b?c=d&e#f 100%+;é漢\nA2",
                "[A1]\n(A2)",
                "<A1\n>A2",
                "\"A1\"\nA2",
                "my accountId\nyour accountId",
                "plume:1\nplume:2",
                "A1\tx\nA2\nA3"
            })
    void takesForPlainWhatIsNoTable(String content) throws IOException {
        assertThat(InputFile.of(folder, content).said())
                .containsExactlyElementsOf(content.lines().toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A1,x",
                "A1;Anna;Ulm\nA2;Bert\n",
                "A1|Anna\nA2|Bert|\n",
                "A1\tAnna\tUlm\nA2\tBert\nA3",
                "A1;x\nA2,y\n",
                "A1,\"x\nA2,y\nA3,z\n",
                "A1   Anna   Ulm\nA2   Bert   Köln\n",
                "accountId^name\nA1^Anna\nA2^Bert\n",
                "accountId name\nA1 Anna\nA2 Bert\n",
                "\"A1\"\n\"A2\"\n",
            })
    void refusesWhatLooksLikeATableAndSaysWhatItSaw(String content) throws IOException {
        assertRefused(InputFile.of(folder, content).path())
                .hasMessageMatching("(?s)input is (not a list of one account ID per line: |a table without ).*")
                .hasMessageContaining(content.substring(0, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sep=;\r\naccountId;name;city\r\nA1;Anna;Ulm\r\nA2;Bert;Bonn\r\n",
                "SEP=,\naccountId,name\nA1,Anna\nA2,Bert",
                "sep=\t\naccountId\tname\nA1\tAnna\nA2\tBert",
                "\"sep=^\"\n\naccountId^name\nA1^Anna\nA2^Bert",
                "accountId|name\nA1|Anna\nA2|Bert\n",
                "accountId ; name\nA1 ; Anna\nA2;Bert\n",
                "\"name\" , \"accountId\"\n\"Anna, or so\" , \"A1\"\n  Bert  ,  A2  \n",
                " accountid | name \n-----------+------\n A1        | Anna\n A2        | Bert\n",
                "Customers of November\n\naccountId;name\nA1;Anna\nA2;Bert\n",
                "Customers;;\nas of 2026-11-01;;\naccountId;name;city\nA1;Anna;Ulm\nA2;Bert;Bonn\n",
            })
    void readsWhatSpreadsheetsAndDatabasesExport(String content) throws IOException {
        InputFile file = InputFile.of(folder, content);

        assertThat(file.said()).containsExactly("A1", "A2");
        assertThat(file.inputs()).allMatch(input -> input.matches("\\{\"name\":\"(Anna|Bert).*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A1\nA2\naccountId\nA3\n", "A1;Anna\naccountId;name\nA2;Bert\n"})
    void refusesAHeaderBelowWhatMayBeRows(String content) throws IOException {
        assertRefused(InputFile.of(folder, content).path())
                .hasMessageContaining("above it line 1, which may be a row: put the header into the first line");
    }

    @Test
    void refusesASeparatorWithoutAHeader() throws IOException {
        assertRefused(InputFile.of(folder, "sep=;\nid;name\nA1;Anna\n").path())
                .hasMessageStartingWith("input begins with \"sep=;\", but has no header with \"accountId\" below it. ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accountId;name\n;Anna\n ;Bert\n",
                "accountId;name\nA1;Anna;x\nA2;Bert;y\n",
                "{\"accountId\":\n{\"accountId\":}\n"
            })
    void refusesAFileNoRowOfWhichHasAnAccountId(String content) throws IOException {
        assertRefused(InputFile.of(folder, content).path())
                .hasMessageStartingWith("input has 2 rows, none of which has an account ID: ")
                .hasMessageContaining("plume.file.column");
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows-1252", "UTF-16", "UTF-16LE", "IBM1047", "Shift_JIS"})
    void readsAnyEncodingThatIsNamed(String name) throws IOException {
        Charset encoding = Charset.forName(name);
        String text = name.equals("Shift_JIS") ? "漢字" : "Jürgen";
        InputFile file = InputFile.of(folder, ("accountId;name\nA1;" + text + "\nA2;x").getBytes(encoding))
                .in(encoding);

        assertThat(file.said()).containsExactly("A1", "A2");
        assertThat(file.inputs()).startsWith("{\"name\":\"" + text + "\"}");
        assertThat(file.survey().settledRows()).isEqualTo(1);
    }

    @Test
    void takesAByteOrderMarkAndJsonForUtf8WhateverIsNamed() throws IOException {
        Charset other = Charset.forName("windows-1252");

        assertThat(InputFile.of(folder, "\uFEFFaccountId\nÄ1\n").in(other).said())
                .containsExactly("Ä1");
        assertThat(InputFile.of(folder, "\n{\"accountId\":\"Ä1\"}\n").in(other).said())
                .containsExactly("Ä1");
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
        assertThat(InputFile.of(folder, "{\"id\":1}\n{\"accountId\":\"A2\"}\n").said())
                .containsExactly("line 1 has no accountId that is a string or a number", "A2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"accountId\":1}]",
                "[\n{\"accountId\":1}\n]",
                "{\n\"accountId\":1\n}",
                "[ {\n",
                "[\"ACC-1\",\"ACC-2\"]\n",
                "[1, 2]",
                "[[1]]"
            })
    void refusesAJsonDocument(String content) throws IOException {
        assertRefused(InputFile.of(folder, content).path()).hasMessageContaining("write one JSON object per line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<?xml version=\"1.0\"?>\n<a/>", "<table>\n<tr><td>A1</td></tr>", "<!DOCTYPE html>\n"})
    void refusesMarkUp(String content) throws IOException {
        assertRefused(InputFile.of(folder, content).path())
                .hasMessage("input is XML or HTML: export the account IDs as CSV");
    }

    @Test
    void refusesWhatIsNoTextInUtf8() throws IOException {
        assertRefused(file("A1\n", UTF_16)).hasMessageStartingWith("input is UTF-16: save it as UTF-8, or set");
        assertRefused(file("\uFEFFA1\n", UTF_16LE)).hasMessageStartingWith("input is UTF-16: save it as UTF-8, or set");
        assertRefused(file("A1\n", UTF_16LE)).hasMessageContaining("NUL bytes");
        assertRefused(file("A1\rA2\rA3\r", ISO_8859_1)).hasMessageContaining("end with CR only");
        assertRefused(file("accountId;größe\nA1;2\n", ISO_8859_1))
                .hasMessageContaining("not UTF-8: line 1 has the byte 0xF6");

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
        return assertThatThrownBy(() -> FileScan.of(file, new RowSettings("accountId", UTF_8)))
                .isInstanceOf(UnreadableFileException.class);
    }
}
