package org.plumelookup.batch.input;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldModifier;
import de.siegmar.fastcsv.reader.FieldModifiers;
import java.util.List;

/** Splits one record into its fields, with the quoting of RFC 4180 section 2. */
final class CsvFields {
    private static final FieldModifier STRIP = new FieldModifier() {
        @Override
        public String modify(long line, int field, boolean quoted, String text) {
            return quoted ? text : text.strip();
        }
    };

    private final CsvReader.CsvReaderBuilder reader;
    private final FieldModifier modifier;

    /**
     * Creates a splitter.
     *
     * @param delimiter the field separator
     * @param padded whether blanks next to delimiters are ignored
     */
    CsvFields(char delimiter, boolean padded) {
        reader = CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(false)
                .trimWhitespacesAroundQuotes(padded);
        modifier = padded ? STRIP : FieldModifiers.NOP;
    }

    /** Splits a record; null if it has more fields than FastCSV allows. */
    List<String> split(String record) {
        try {
            var handler = CsvRecordHandler.builder().fieldModifier(modifier).build();
            return reader.ofSingleCsvRecord(handler, record).getFields();
        } catch (CsvParseException e) {
            return null;
        }
    }
}
