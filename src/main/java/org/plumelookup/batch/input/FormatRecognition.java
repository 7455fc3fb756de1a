package org.plumelookup.batch.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.lookup.StrictJson;

/**
 * Recognises the format of a file by its first lines. Blank lines are ignored.
 *
 * <ol>
 *   <li>Refused: a document of another kind, such as a JSON array or XML.
 *   <li>JSON lines: the first line begins with <code>{</code>, and one of the first ten is an object with the account
 *       ID. Also if that line begins like an object and none of the ten is one: the rows then have that problem.
 *   <li>CSV: one of the first lines is a header with the column ({@link HeaderSearch}).
 *   <li>Refused: a file that looks like a table ({@link TableSigns}).
 *   <li>Plain list: any other file.
 * </ol>
 */
final class FormatRecognition {
    private static final int SAMPLE = 10;
    private static final Pattern JSON_DOCUMENT =
            Pattern.compile("[{\\[]|\\[\\s*[\\[{\"\\]].*|\\[\\s*-?\\d[\\d.eE+-]*\\s*,.*", Pattern.DOTALL);
    private static final Pattern MARK_UP =
            Pattern.compile("<([?!].*|[A-Za-z][\\w:.-]*(\\s[^>]*)?/?>.*)", Pattern.DOTALL);

    private final Path file;
    private final Lines lines;
    private final String column;

    FormatRecognition(Path file, Lines lines, String column) {
        this.file = file;
        this.lines = lines;
        this.column = column;
    }

    /** Recognises the format; the next line is then the first that may be a row. */
    RowFormat recognise() throws IOException {
        Line line = lines.peek(0);
        while (line != null && line.isBlank()) {
            lines.next();
            line = lines.peek(0);
        }
        if (line == null) {
            return new PlainList();
        }
        String start =
                LookupRequest.cut(line.lenientText(), LookupRequest.EXCERPT).strip();
        refuseDocument(start);
        RowFormat format = start.startsWith("{") ? jsonLines(start) : null;
        if (format == null) {
            CsvHeader header = new HeaderSearch(file, lines, column).header();
            format = header == null ? null : new Csv(header);
        }
        if (format == null) {
            new TableSigns(file, lines, column).refuse();
        }
        return format == null ? new PlainList() : format;
    }

    private void refuseDocument(String start) throws UnreadableFileException {
        if (JSON_DOCUMENT.matcher(start).matches()) {
            throw new UnreadableFileException(
                    file,
                    "is a JSON array or a JSON document over several lines: write one JSON object per line, such as {\""
                            + JsonLines.ACCOUNT_ID + "\":\"..\"}");
        }
        if (MARK_UP.matcher(start).matches()) {
            throw new UnreadableFileException(file, "is XML or HTML: export the account IDs as CSV");
        }
        if (start.startsWith("{\\rtf")) {
            throw new UnreadableFileException(file, "is a document of a word processor (RTF): save it as plain text");
        }
    }

    private RowFormat jsonLines(String start) throws IOException {
        JsonLines format = new JsonLines(column);
        ObjectNode other = null;
        for (Line line : lines.sample(SAMPLE)) {
            try {
                ObjectNode object = line.tooLong() ? null : StrictJson.parse(line.lenientText());
                if (object != null && format.fits(object)) {
                    return format;
                }
                other = other == null ? object : other;
            } catch (StrictJson.NotAnObject e) {
                // One of the next lines may be one.
            }
        }
        if (other != null) {
            List<String> names = new ArrayList<>();
            other.fieldNames().forEachRemaining(names::add);
            throw TableSigns.missing(file, column, "JSON lines", "its first object has", names);
        }
        // "{6F9619FF-..}" is an ID in some systems.
        return start.matches("(?s)\\{\\s*[\"}].*") ? format : null;
    }
}
