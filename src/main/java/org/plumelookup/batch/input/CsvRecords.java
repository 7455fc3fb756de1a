package org.plumelookup.batch.input;

import java.io.IOException;
import java.util.Arrays;

/**
 * Finds where the records of a CSV file end (RFC 4180 section 2), so that one unbalanced quote costs one line and not the
 * rest of the file.
 *
 * <p>A record that is still inside a quoted field after {@value #MOST_LINES} lines, after {@link Lines#CAP} bytes or at
 * the end of the file is broken, and so is one where a closing quote is followed by anything but a delimiter or the line
 * end, or that has a CR outside quotes. Not safe for several threads.
 */
final class CsvRecords {
    static final int MOST_LINES = 100;

    private static final int MEMORY = 128;

    private enum Quote {
        CLOSED,
        OPEN,
        BROKEN
    }

    private final char delimiter;
    private final boolean padded;

    // What a line does to an open quote depends on the line alone. Remembered, each line of a hostile file is scanned
    // twice at most; looked at again, it would be scanned once for each of the hundred lines before it.
    private final long[] rememberedLine = new long[MEMORY];
    private final Quote[] remembered = new Quote[MEMORY];
    private boolean open;

    /**
     * Creates a finder.
     *
     * @param delimiter what separates the fields
     * @param padded whether a quote may have blanks between it and a delimiter
     */
    CsvRecords(char delimiter, boolean padded) {
        this.delimiter = delimiter;
        this.padded = padded;
        Arrays.fill(rememberedLine, -1);
    }

    /** Counts the lines of the record that begins {@code from} lines ahead; 0 where its quotes are broken. */
    int span(Lines lines, int from) throws IOException {
        Line line = lines.peek(from);
        open = false;
        if (line.tooLong()) {
            return 1;
        }
        Quote quote = scan(line.bytes(), false);
        int span = 1;
        for (long size = line.bytes().length; quote == Quote.OPEN && span < MOST_LINES; span++) {
            line = lines.peek(from + span);
            if (line == null || line.tooLong()) {
                open = line == null;
                return 0;
            }
            size += line.bytes().length + line.end().length();
            if (size > Lines.CAP) {
                return 0;
            }
            quote = continued(line);
        }
        return quote == Quote.CLOSED ? span : 0;
    }

    /** Returns whether the record that was counted last is broken because the file ends inside its quotes. */
    boolean isOpen() {
        return open;
    }

    private Quote continued(Line line) {
        int slot = (int) (line.number() % MEMORY);
        if (rememberedLine[slot] != line.number()) {
            rememberedLine[slot] = line.number();
            remembered[slot] = scan(line.bytes(), true);
        }
        return remembered[slot];
    }

    private Quote scan(byte[] bytes, boolean startsQuoted) {
        boolean quoted = startsQuoted;
        boolean fieldStart = !startsQuoted;
        int i = 0;
        while (i < bytes.length) {
            byte b = bytes[i++];
            if (quoted) {
                if (b != '"') {
                    continue;
                }
                if (i < bytes.length && bytes[i] == '"') {
                    i++;
                    continue;
                }
                i = afterBlanks(bytes, i);
                if (i < bytes.length && bytes[i] != delimiter) {
                    return Quote.BROKEN;
                }
                quoted = false;
            } else if (fieldStart && b == '"') {
                quoted = true;
                fieldStart = false;
            } else if (b == '\r') {
                // FastCSV would take it for the end of the record, and quietly drop what follows.
                return Quote.BROKEN;
            } else {
                // A quote inside an unquoted field is an ordinary character, as FastCSV has it.
                fieldStart = b == delimiter || fieldStart && isBlank(b);
            }
        }
        return quoted ? Quote.OPEN : Quote.CLOSED;
    }

    private int afterBlanks(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && isBlank(bytes[i])) {
            i++;
        }
        return i;
    }

    private boolean isBlank(byte b) {
        return padded && (b == ' ' || b == '\t') && b != delimiter;
    }
}
