package org.plumelookup.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.plumelookup.disk.AtomicFile;

/** Writes {@code report.html}: what became of a batch, for a person, in one file that needs no other. */
final class Report {
    static final String FILE = "report.html";

    private Report() {}

    /**
     * Writes the report into the folder of a complete batch.
     *
     * @param summary of the batch
     * @param settings of the program
     */
    static void write(Summary summary, ResultSettings settings) throws IOException {
        ReportPage page = new ReportPage(
                summary, settings, new Timeline(summary.folder()).slices(), FailureGroups.of(summary.folder()));
        AtomicFile.write(
                summary.folder().resolve(FILE), out -> out.write(page.html().getBytes(StandardCharsets.UTF_8)));
    }
}
