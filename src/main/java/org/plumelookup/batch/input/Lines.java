package org.plumelookup.batch.input;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumelookup.api.LookupRequest;

/**
 * Splits a stream of bytes into lines at LF or CRLF, with a limit of their length and with look-ahead.
 *
 * <p>A CR elsewhere is part of its line, but a CR that ends the file is a line end. Bytes of a line over the limit are
 * dropped. Not thread-safe.
 */
public final class Lines implements Closeable {
    /** The longest line, in bytes without its line end. */
    static final int CAP = 1 << 20;

    /** How much of a longer line is kept, in bytes: enough for an excerpt. */
    private static final int KEPT = 4 * LookupRequest.EXCERPT;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private long number;

    private byte[] begun = new byte[0];
    private int begunLength;
    private boolean tooLong;

    private final List<Line> ahead = new ArrayList<>();

    /** Reads from a stream; {@link #close} closes it. */
    public Lines(InputStream in) {
        this.in = in;
    }

    /** Consumes the next line; null at the end of the file. */
    public Line next() throws IOException {
        return ahead.isEmpty() ? read() : ahead.remove(0);
    }

    /** Consumes the next line that is not blank; null at the end of the file. */
    Line nextNotBlank() throws IOException {
        Line line = next();
        while (line != null && line.isBlank()) {
            line = next();
        }
        return line;
    }

    /** Consumes the next {@code count} lines, all of which have been peeked at before. */
    List<Line> take(int count) {
        List<Line> window = ahead.subList(0, count);
        List<Line> taken = List.copyOf(window);
        window.clear();
        return taken;
    }

    /**
     * Returns the line {@code distance} lines after the next one without consuming it; null beyond the end of the file.
     */
    Line peek(int distance) throws IOException {
        while (ahead.size() <= distance) {
            Line line = read();
            if (line == null) {
                return null;
            }
            ahead.add(line);
        }
        return ahead.get(distance);
    }

    /**
     * Returns the next {@code most} non-blank lines without consuming them; fewer if they are long, or many are blank.
     */
    List<Line> sample(int most) throws IOException {
        List<Line> sample = new ArrayList<>();
        long size = 0;
        Line line = peek(0);
        for (int i = 1; line != null && sample.size() < most && i <= 10 * most && size <= CAP; i++) {
            size += line.bytes().length + 1L;
            if (!line.isBlank()) {
                sample.add(line);
            }
            line = peek(i);
        }
        return sample;
    }

    private Line read() throws IOException {
        boolean any = false;
        while (position < limit || fill()) {
            any = true;
            int newline = newline();
            if (newline >= 0) {
                Line line = line(newline);
                position = newline + 1;
                return line;
            }
            begin(limit);
            position = limit;
        }
        return any ? last() : null;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    private int newline() {
        for (int i = position; i < limit; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private Line line(int newline) {
        if (begunLength == 0 && newline - position <= CAP) {
            boolean cr = newline > position && buffer[newline - 1] == '\r';
            return new Line(
                    ++number,
                    Arrays.copyOfRange(buffer, position, cr ? newline - 1 : newline),
                    cr ? "\r\n" : "\n",
                    false);
        }
        begin(newline);
        return begunLine("\n");
    }

    private Line last() {
        return begunLine("");
    }

    /** Adds what is between the position and {@code end} to the line that an earlier buffer began. */
    private void begin(int end) {
        int more = end - position;
        // One byte more than the limit, because a CR may belong to the line end.
        if (tooLong || begunLength + more > CAP + 1) {
            more = Math.min(more, Math.max(0, KEPT - begunLength));
            tooLong = true;
        }
        if (begunLength + more > begun.length) {
            begun = Arrays.copyOf(begun, Math.min(CAP + 1, Math.max(2 * begun.length, begunLength + more)));
        }
        System.arraycopy(buffer, position, begun, begunLength, more);
        begunLength += more;
    }

    private Line begunLine(String lineFeed) {
        boolean cr = !tooLong && begunLength > 0 && begun[begunLength - 1] == '\r';
        int length = cr ? begunLength - 1 : begunLength;
        boolean over = tooLong || length > CAP;
        Line line = new Line(
                ++number,
                Arrays.copyOf(begun, over ? Math.min(length, KEPT) : length),
                cr ? "\r" + lineFeed : lineFeed,
                over);
        begun = new byte[0];
        begunLength = 0;
        tooLong = false;
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
