package org.plumelookup.batch.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.support.ProgramJars;

/** Reads large files in a JVM whose heap is far smaller than they are. */
class LittleMemoryTest {
    private static final int LONG_LINE = 100_000_000;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("input");
    }

    @Test
    void readsOneLineOfAHundredMegabytes() throws Exception {
        try (OutputStream out = open()) {
            write(out, "A1\n");
            repeat(out, "x".repeat(1000), LONG_LINE / 1000);
            write(out, "\nA3\n");
        }
        assertThat(inLittleMemory()).isEqualTo("3 1 A3");
    }

    @Test
    void readsALongLineOfJsonAndOneOfCsv() throws Exception {
        try (OutputStream out = open()) {
            write(out, "{\"accountId\":\"A1\",\"x\":\"");
            repeat(out, "x".repeat(1000), LONG_LINE / 1000);
            write(out, "\"}\n{\"accountId\":\"A2\"}");
        }
        assertThat(inLittleMemory()).isEqualTo("2 1 A2");

        try (OutputStream out = open()) {
            write(out, "accountId,name\nA1,\"");
            repeat(out, "x\"\"".repeat(1000), LONG_LINE / 3000);
            write(out, "\"\nA2,y");
        }
        assertThat(inLittleMemory()).isEqualTo("2 1 A2");
    }

    @Test
    void readsAMillionRows() throws Exception {
        try (OutputStream out = open()) {
            write(out, "accountId,name\n");
            repeat(out, "A1234567,\"Doe, Jane\"\n", 1_000_000);
        }
        assertThat(inLittleMemory()).isEqualTo("1000000 0 A1234567");
    }

    @Test
    void readsAFileWhoseEveryLineOpensAQuote() throws Exception {
        try (OutputStream out = open()) {
            write(out, "accountId,name,zone\n");
            // Open after it whether or not it was open before, and so never at the end of a record.
            repeat(out, ",\",x\",\"" + "y".repeat(10_000) + "\n", 10_000);
            write(out, "A1,x,y");
        }
        assertThat(inLittleMemory()).isEqualTo("10001 10000 A1");
    }

    @Test
    void readsLinesFullOfTokens() throws Exception {
        try (OutputStream out = open()) {
            for (int i = 0; i < 20; i++) {
                write(out, "{\"accountId\":\"A1\",\"x\":[0");
                repeat(out, ",{}", 330_000);
                write(out, "]}\n");
            }
            write(out, "{\"accountId\":\"A1\"}\n");
        }
        assertThat(inLittleMemory()).isEqualTo("21 20 A1");
    }

    private String inLittleMemory() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        ProgramJars.java(),
                        "-Xmx24m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReadsWholeFile.class.getName(),
                        file.toString())
                .redirectErrorStream(true);
        // Either would make the JVM say so first, or change its heap.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }

    private OutputStream open() throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }

    private static void repeat(OutputStream out, String text, int times) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        for (int i = 0; i < times; i++) {
            out.write(bytes);
        }
    }
}
