package org.plumelookup.batch.input;

import java.io.IOException;
import java.util.List;

/** Reads the first records of a file as CSV with a given delimiter. */
final class CsvSample {
    private final Lines lines;
    private final CsvRecords records;
    private final CsvFields fields;

    /**
     * Creates a sample.
     *
     * @param lines the lines, none of which is consumed
     * @param delimiter the field separator
     * @param padded whether blanks next to delimiters are ignored
     */
    CsvSample(Lines lines, char delimiter, boolean padded) {
        this.lines = lines;
        this.records = new CsvRecords(delimiter, padded);
        this.fields = new CsvFields(delimiter, padded);
    }

    CsvSample(Lines lines, CsvHeader header) {
        this(lines, header.delimiter(), header.padded());
    }

    /** Returns the number of lines of the record that begins {@code from} lines ahead; 0 if it is not a record. */
    int span(int from) throws IOException {
        return lines.peek(from).tooLong() ? 0 : records.span(lines, from);
    }

    /** Splits the record that begins {@code from} lines ahead; null if it is not a record. */
    List<String> record(int from) throws IOException {
        int span = span(from);
        if (span == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < span; i++) {
            Line line = lines.peek(from + i);
            text.append(line.lenientText()).append(i + 1 < span ? line.end() : "");
        }
        return fields.split(text.toString());
    }

    /**
     * Returns the first record if the first two to {@code most} non-blank records all have the same number of fields,
     * more than one; else null.
     */
    List<String> table(int most) throws IOException {
        List<String> header = null;
        int seen = 0;
        long size = 0;
        int at = 0;
        while (seen < most && size <= Lines.CAP && at < CsvRecords.MOST_LINES && lines.peek(at) != null) {
            size += lines.peek(at).bytes().length;
            if (lines.peek(at).isBlank()) {
                at++;
                continue;
            }
            List<String> values = record(at);
            if (values == null || values.size() < 2 || header != null && header.size() != values.size()) {
                return null;
            }
            header = header == null ? values : header;
            seen++;
            at += records.span(lines, at);
        }
        return seen > 1 ? header : null;
    }
}
