package org.plumelookup.batch.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.plumelookup.api.LookupRequest;

/** Reads a file in a JVM of its own and says how many rows it has, how many of them with a problem, and the last one. */
final class ReadsWholeFile {
    private ReadsWholeFile() {}

    public static void main(String[] args) throws Exception {
        long problems = 0;
        LookupRequest last = null;
        Path file = Path.of(args[0]);
        try (RowReader reader = RowReader.open(file, "accountId")) {
            while (reader.hasNext()) {
                last = reader.next();
                problems += last.problem() == null ? 0 : 1;
            }
        }
        try (PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8)) {
            out.print(Survey.of(file, "accountId").rows() + " " + problems + " " + last.accountId());
        }
    }
}
