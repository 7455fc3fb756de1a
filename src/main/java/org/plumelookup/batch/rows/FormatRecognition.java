package org.plumelookup.batch.rows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.lookup.JsonObjects;

/**
 * Recognises the format of a file by its first lines.
 *
 * <ol>
 *   <li>JSON lines: the first line that is not blank begins with <code>{</code>, and one of the first ten is an object
 *       with the account ID. Also where that line begins like an object and none of the ten is one: its rows then say so.
 *   <li>CSV: the first line that is not blank is a header with the column, for one of the delimiters.
 *   <li>Refused: objects without the account ID; a JSON document that is not JSON lines; a table without the column.
 *   <li>Plain: all else.
 * </ol>
 */
final class FormatRecognition {
    private static final int SAMPLE = 10;
    private static final char[] DELIMITERS = {',', ';', '\t'};
    private static final int QUOTED = 200;

    private final Path file;
    private final Lines lines;
    private final String column;

    FormatRecognition(Path file, Lines lines, String column) {
        this.file = file;
        this.lines = lines;
        this.column = column;
    }

    /** Recognises the format; leaves the lines at the first one that may be a row. */
    RowFormat recognise() throws IOException {
        int first = 0;
        Line line = lines.peek(0);
        while (line != null && line.isBlank() && first < CsvRecords.MOST_LINES) {
            line = lines.peek(++first);
        }
        if (line == null || line.isBlank()) {
            return new Plain();
        }
        String start =
                LookupRequest.cut(line.lenientText(), LookupRequest.EXCERPT).strip();
        if (start.equals("{") || start.equals("[") || start.matches("(?s)\\[\\s*\\{.*")) {
            throw new UnreadableFileException(
                    file, "is a JSON document over several lines or a JSON array: write one JSON object a line");
        }
        RowFormat format = start.startsWith("{") ? jsonLines(first, start) : null;
        if (format == null) {
            format = csv(first);
        }
        if (format == null) {
            refuseTable(first);
        }
        return format == null ? new Plain() : format;
    }

    private RowFormat jsonLines(int first, String start) throws IOException {
        JsonLines format = new JsonLines(column);
        ObjectNode other = null;
        for (Line line : sample(first)) {
            try {
                ObjectNode object = line.tooLong() ? null : JsonObjects.parse(line.lenientText());
                if (object != null && format.fits(object)) {
                    return format;
                }
                other = other == null ? object : other;
            } catch (JsonObjects.NotAnObject e) {
                // One of the next lines may be one.
            }
        }
        if (other != null) {
            List<String> names = new ArrayList<>();
            other.fieldNames().forEachRemaining(names::add);
            throw new UnreadableFileException(file, missing("JSON lines", "its first object has", names));
        }
        // "{6F9619FF-..}" is how some systems write their IDs.
        return start.matches("(?s)\\{\\s*[\"}].*") ? format : null;
    }

    private List<Line> sample(int first) throws IOException {
        List<Line> sample = new ArrayList<>();
        long size = 0;
        Line line = lines.peek(first);
        for (int i = first + 1; line != null && sample.size() < SAMPLE && size <= Lines.CAP; i++) {
            size += line.bytes().length + 1L;
            if (!line.isBlank()) {
                sample.add(line);
            }
            line = lines.peek(i);
        }
        return sample;
    }

    private RowFormat csv(int first) throws IOException {
        for (boolean exactly : new boolean[] {true, false}) {
            CsvHeader best = null;
            for (char delimiter : DELIMITERS) {
                CsvSample sample = new CsvSample(lines, delimiter);
                List<String> fields = sample.record(first);
                int index = fields == null ? -1 : CsvHeader.find(fields, column, exactly);
                if (index >= 0 && (best == null || fields.size() > best.names().size())) {
                    best = CsvHeader.of(delimiter, fields, index);
                }
            }
            if (best != null) {
                for (Line line : lines.take(first + new CsvRecords(best.delimiter()).span(lines, first))) {
                    if (line.text() == null) {
                        throw new UnreadableFileException(file, "has a header that is not UTF-8: save it as UTF-8");
                    }
                }
                return new Csv(best);
            }
        }
        return null;
    }

    private void refuseTable(int first) throws IOException {
        for (char delimiter : DELIMITERS) {
            List<String> header = new CsvSample(lines, delimiter).table(first, SAMPLE);
            if (header != null) {
                throw new UnreadableFileException(file, missing("a table", "its header is", header));
            }
        }
    }

    private String missing(String kind, String found, List<String> names) {
        return "is " + kind + " without \"" + column + "\"; " + found + ": "
                + LookupRequest.cut(String.join(", ", names), QUOTED)
                + ". Name the column of the account ID with plume.file.column, or correct the file";
    }
}
