package org.plumelookup.batch.input;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the header of a CSV file: the first line with the column, for one of the delimiters. Above it may be the line
 * {@code sep=;} of a spreadsheet, and titles with fewer fields than the header.
 */
final class HeaderSearch {
    static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int MOST_TITLES = 20;
    private static final Pattern SEPARATOR = Pattern.compile("(?i)\"?sep=([\t -~&&[^\"\\w]])\"?[,; ]*");
    private static final Pattern RULER = Pattern.compile("[-=+|:; \\t]*[-=]{2}[-=+|:; \\t]*");

    private final Path file;
    private final Lines lines;
    private final String column;

    HeaderSearch(Path file, Lines lines, String column) {
        this.file = file;
        this.lines = lines;
        this.column = column;
    }

    /**
     * Finds the header from the next line on, and consumes the lines up to its end, and a line of dashes below it.
     *
     * @return null if there is none; no line is consumed then
     * @throws UnreadableFileException if a line above the header may be a row
     */
    CsvHeader header() throws IOException {
        Matcher separator = SEPARATOR.matcher(lines.peek(0).lenientText());
        char[] delimiters = separator.matches() ? separator.group(1).toCharArray() : DELIMITERS;
        int from = separator.matches() ? 1 : 0;
        long size = 0;
        for (int at = from; at < from + MOST_TITLES && lines.peek(at) != null && size <= Lines.CAP; at++) {
            size += lines.peek(at).bytes().length;
            CsvHeader header = lines.peek(at).isBlank() ? null : best(at, delimiters);
            if (header != null) {
                int titles = titles(from, at, header);
                lines.take(at + new CsvSample(lines, header).span(at));
                Line next = lines.peek(0);
                if (next != null && RULER.matcher(next.lenientText()).matches()) {
                    lines.next();
                }
                return header.withTitles(titles);
            }
        }
        if (separator.matches()) {
            throw new UnreadableFileException(
                    file,
                    "begins with \"" + separator.group() + "\", but has no header with \"" + column
                            + "\" below it. Set plume.file.column to the column of the account ID, or correct the"
                            + " file");
        }
        return null;
    }

    private CsvHeader best(int at, char[] delimiters) throws IOException {
        for (boolean exactly : new boolean[] {true, false}) {
            CsvHeader best = null;
            for (char delimiter : delimiters) {
                CsvHeader header = header(at, delimiter, exactly);
                if (header != null
                        && (best == null || header.names().size() > best.names().size())) {
                    best = header;
                }
            }
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    private CsvHeader header(int at, char delimiter, boolean exactly) throws IOException {
        List<String> fields = new CsvSample(lines, delimiter, false).record(at);
        boolean padded = fields == null || fields.stream().anyMatch(field -> !field.equals(field.strip()));
        if (padded) {
            fields = new CsvSample(lines, delimiter, true).record(at);
        }
        int index = fields == null ? -1 : CsvHeader.find(fields, column, exactly);
        return index < 0 ? null : CsvHeader.of(delimiter, fields, index, padded);
    }

    private int titles(int from, int header, CsvHeader found) throws IOException {
        CsvSample sample = new CsvSample(lines, found);
        int titles = 0;
        for (int at = from; at < header; at++) {
            if (lines.peek(at).isBlank()) {
                continue;
            }
            titles++;
            List<String> fields = sample.record(at);
            if (fields != null
                    && fields.stream().filter(field -> !field.isBlank()).count()
                            >= found.names().size()) {
                throw new UnreadableFileException(
                        file,
                        "has a header with \"" + column + "\" in line "
                                + lines.peek(header).number() + ", and above it line "
                                + lines.peek(at).number()
                                + ", which may be a row: put the header into the first line, or remove the lines above"
                                + " it");
            }
        }
        return titles;
    }
}
