package org.plumelookup.batch.input;

import java.io.IOException;
import java.util.Arrays;

/**
 * Finds the ends of CSV records (RFC 4180 section 2), so that an unbalanced quote costs one line, not the rest of the
 * file.
 *
 * <p>A record that is still inside a quoted field after {@value #MOST_LINES} lines, after {@link Lines#CAP} bytes or at
 * the end of the file is broken. So is a record with a closing quote that is followed by anything but a delimiter or
 * the line end, or with a CR outside quotes. Not thread-safe.
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

    // The effect of a line on an open quote depends on the line alone. Cached, each line of a hostile file is scanned
    // at most twice, instead of once for each of the hundred lines before it.
    private final long[] cachedLine = new long[MEMORY];
    private final Quote[] cached = new Quote[MEMORY];
    private boolean open;

    /**
     * Creates a finder.
     *
     * @param delimiter the field separator
     * @param padded whether blanks are allowed between a quote and a delimiter
     */
    CsvRecords(char delimiter, boolean padded) {
        this.delimiter = delimiter;
        this.padded = padded;
        Arrays.fill(cachedLine, -1);
    }

    /** Returns the number of lines of the record that begins {@code from} lines ahead; 0 if its quotes are broken. */
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

    /** Returns whether the last counted record is broken because the file ends inside its quotes. */
    boolean isOpen() {
        return open;
    }

    private Quote continued(Line line) {
        int slot = (int) (line.number() % MEMORY);
        if (cachedLine[slot] != line.number()) {
            cachedLine[slot] = line.number();
            cached[slot] = scan(line.bytes(), true);
        }
        return cached[slot];
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
                // FastCSV would end the record here, and silently drop the rest.
                return Quote.BROKEN;
            } else {
                // A quote inside an unquoted field is an ordinary character, as in FastCSV.
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
