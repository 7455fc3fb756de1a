package org.plumelookup.batch.rows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.plumelookup.api.LookupRequest;

/** Reads a file in a JVM of its own and says how many rows it has, how many of them with a problem, and the last one. */
final class ReadsWholeFile {
    private ReadsWholeFile() {}

    public static void main(String[] args) throws Exception {
        long problems = 0;
        LookupRequest last = null;
        Path file = Path.of(args[0]);
        RowSettings settings = new RowSettings("accountId", StandardCharsets.UTF_8);
        Survey survey = Survey.of(file, settings);
        try (RowReader reader = RowReader.open(file, settings, survey)) {
            while (reader.hasNext()) {
                last = reader.next();
                problems += last.problem() == null ? 0 : 1;
            }
        }
        System.out.print(survey.rows() + " " + problems + " " + last.accountId());
    }
}
