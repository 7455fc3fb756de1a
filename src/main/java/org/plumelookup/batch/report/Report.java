package org.plumelookup.batch.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.plumelookup.disk.AtomicFile;

/** Writes {@code report.html}: what became of a batch, for a person, in one file that needs no other. */
public final class Report {
    private static final String FILE = "report.html";

    private Report() {}

    /**
     * Writes the report into the folder of a complete batch.
     *
     * @param folder folder of the results
     * @param totals of the batch
     * @param settings of the program
     */
    public static void write(Path folder, Totals totals, ReportSettings settings) throws IOException {
        ReportPage page =
                new ReportPage(folder, totals, settings, new Timeline(folder).slices(), FailureGroups.of(folder));
        AtomicFile.write(folder.resolve(FILE), out -> out.write(page.html().getBytes(StandardCharsets.UTF_8)));
    }
}
