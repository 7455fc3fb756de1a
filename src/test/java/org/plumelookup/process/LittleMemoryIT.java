package org.plumelookup.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.batch.input.FileScan;
import org.plumelookup.batch.input.RowReader;
import org.plumelookup.batch.input.RowSettings;
import org.plumelookup.support.Processes;

/** Reads files of every kind, one after another, in a JVM whose heap is far smaller than any of them. */
class LittleMemoryIT {
    private static final int BYTES = 40_000_000;

    @TempDir
    private Path folder;

    private final List<String> files = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();

    /** Writes for each file how many rows it has, how many of them have a problem, and the last account ID. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] files) throws IOException {
            for (String file : files) {
                long count = 0;
                long problems = 0;
                LookupRequest last = null;
                RowSettings settings = new RowSettings("accountId", UTF_8);
                FileScan survey = FileScan.of(Path.of(file), settings);
                try (RowReader rows = RowReader.open(Path.of(file), settings, survey)) {
                    while (rows.hasNext()) {
                        last = rows.next();
                        count++;
                        problems += last.problem() == null ? 0 : 1;
                    }
                }
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8)
                        .printf(
                                Locale.ROOT,
                                "%s: %d %d %d %s%n",
                                Path.of(file).getFileName(),
                                count,
                                survey.rows(),
                                problems,
                                last.accountId());
            }
        }
    }

    @Test
    void filesLargerThanTheHeapAreReadRowByRow() throws Exception {
        file("a long line", "3 3 1 A3", out -> {
            out.write("A1\n");
            repeat(out, "x".repeat(1_000), BYTES / 1_000);
            out.write("\nA3\n");
        });
        file("a long line of JSON", "2 2 1 A2", out -> {
            out.write("{\"accountId\":\"A1\",\"x\":\"");
            repeat(out, "x".repeat(1_000), BYTES / 1_000);
            out.write("\"}\n{\"accountId\":\"A2\"}");
        });
        file("a long line of CSV", "2 2 1 A2", out -> {
            out.write("accountId,name\nA1,\"");
            repeat(out, "x\"\"".repeat(1_000), BYTES / 3_000);
            out.write("\"\nA2,y");
        });
        file("many rows", "1000000 1000000 0 A1234567", out -> {
            out.write("accountId,name\n");
            repeat(out, "A1234567,\"Doe, Jane\"\n", 1_000_000);
        });
        // Open after it whether or not it was open before, and so never at the end of a record.
        file("every line opens a quote", "4001 4001 4000 A1", out -> {
            out.write("accountId,name,zone\n");
            repeat(out, ",\",x\",\"" + "y".repeat(10_000) + "\n", 4_000);
            out.write("A1,x,y");
        });
        file("lines full of tokens", "21 21 20 A1", out -> {
            for (int i = 0; i < 20; i++) {
                out.write("{\"accountId\":\"A1\",\"x\":[0");
                repeat(out, ",{}", 330_000);
                out.write("]}\n");
            }
            out.write("{\"accountId\":\"A1\"}\n");
        });
        Process reader = Processes.start(Processes.java(Reader.class, List.of("-Xmx16m"), files.toArray(String[]::new))
                .redirectErrorStream(true));
        assertThat(reader.inputReader(UTF_8).lines()).containsExactlyElementsOf(expected);
    }

    private interface Content {
        void to(Writer out) throws IOException;
    }

    private void file(String name, String read, Content content) throws IOException {
        Path file = folder.resolve(name);
        try (Writer out = Files.newBufferedWriter(file)) {
            content.to(out);
        }
        files.add(file.toString());
        expected.add(name + ": " + read);
    }

    private static void repeat(Writer out, String text, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            out.write(text);
        }
    }
}
