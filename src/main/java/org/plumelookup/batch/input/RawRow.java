package org.plumelookup.batch.input;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.plumelookup.api.LookupRequest;

/**
 * The lines of one data row, not yet parsed.
 *
 * @param lines the lines, at least one
 * @param problem why they cannot be a row, to follow "line 7"; null if they may be one
 * @param open whether the row would change if the file grew
 */
record RawRow(List<Line> lines, String problem, boolean open) {
    static RawRow of(List<Line> lines) {
        return new RawRow(lines, null, !lines.get(lines.size() - 1).isEnded());
    }

    /** Returns the request of this row, or a row with a problem. */
    LookupRequest request(long row, RowFormat format) {
        if (problem != null) {
            return refused(row, problem);
        }
        StringBuilder joined = null;
        String text = null;
        for (Line line : lines) {
            if (line.tooLong()) {
                return refused(row, "is longer than 1 MB");
            }
            text = line.lenientText();
            if (lines.size() > 1) {
                joined = joined == null ? new StringBuilder() : joined;
                // The end of the last line ends the record, the others are inside a quoted field. FastCSV 4.1.0 loses a
                // record with a lone CR inside quotes that is followed by its line end.
                joined.append(text).append(line == lines.get(lines.size() - 1) ? "" : line.end());
            }
        }
        return format.read(row, this, joined == null ? text : joined.toString());
    }

    /** Creates a row with a problem; {@code problem} follows "line 7". */
    LookupRequest refused(long row, String problem) {
        return refused(row, lines.get(0), problem);
    }

    private LookupRequest refused(long row, Line at, String problem) {
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("line", excerpt());
        return refused(row, at, problem, input);
    }

    /** Creates a row with a problem that returns {@code input}. */
    LookupRequest refused(long row, String problem, ObjectNode input) {
        return refused(row, lines.get(0), problem, input);
    }

    private static LookupRequest refused(long row, Line at, String problem, ObjectNode input) {
        return new LookupRequest(row, null, input, "line " + at.number() + " " + problem);
    }

    private String excerpt() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(line.lenientText()).append(line.end());
            if (text.length() > LookupRequest.EXCERPT) {
                break;
            }
        }
        int whole = text.length() - lines.get(lines.size() - 1).end().length();
        return LookupRequest.cut(lines.size() == 1 ? text.substring(0, whole) : text.toString(), LookupRequest.EXCERPT);
    }
}
