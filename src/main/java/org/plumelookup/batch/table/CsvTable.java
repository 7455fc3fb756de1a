package org.plumelookup.batch.table;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.plumelookup.disk.AtomicFile;

/** Writes a CSV file (RFC 4180) in UTF-8, as a whole or not at all. */
final class CsvTable {
    /** Most columns taken from the fields of JSON objects, because each row could bring new ones. */
    static final int MOST_COLUMNS = 1_000;

    private static final char MARK = '\uFEFF';

    private CsvTable() {}

    /** Writes the records of a file. */
    interface Records {
        void write(CsvWriter csv) throws IOException;
    }

    /**
     * Writes a file.
     *
     * @param file the file; replaced if it exists
     * @param delimiter the field separator
     * @param mark whether it begins with a byte order mark, by which some spreadsheets know UTF-8
     * @param records its header and its records
     */
    static void write(Path file, char delimiter, boolean mark, Records records) throws IOException {
        AtomicFile.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            if (mark) {
                writer.write(MARK);
            }
            CsvWriter csv = CsvWriter.builder()
                    .fieldSeparator(delimiter)
                    .quoteStrategy(QuoteStrategies.ALWAYS)
                    .build(writer);
            records.write(csv);
            csv.flush();
        });
    }
}
