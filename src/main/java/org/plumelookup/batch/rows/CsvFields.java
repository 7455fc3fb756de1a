package org.plumelookup.batch.rows;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.util.List;

/** Splits one record into its fields, with the quoting of RFC 4180 section 2. */
final class CsvFields {
    private final CsvReader.CsvReaderBuilder reader;

    CsvFields(char delimiter) {
        reader = CsvReader.builder().fieldSeparator(delimiter).skipEmptyLines(false);
    }

    /** Splits a record; null where it has more fields than FastCSV takes. */
    List<String> split(String record) {
        try {
            return reader.ofSingleCsvRecord(record).getFields();
        } catch (CsvParseException e) {
            return null;
        }
    }
}
