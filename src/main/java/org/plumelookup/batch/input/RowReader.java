package org.plumelookup.batch.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.plumelookup.api.LookupRequest;

/**
 * Reads an input file row by row.
 *
 * <p>A file is one account ID a line, CSV with a header that has the column (RFC 4180), or JSON lines; which of them, its
 * content tells. It is UTF-8 with or without a byte order mark, with LF or CRLF line ends. Rows count from 1 in the order
 * of the file; the same bytes always give the same rows. A row that cannot be read is a row with a problem, whose input
 * is <code>{"line": the beginning of its text}</code>. Memory does not grow with the file nor with its longest line.
 *
 * <p>Not safe for several threads.
 */
public final class RowReader implements Iterator<LookupRequest>, AutoCloseable {
    private final Lines lines;
    private final RowFormat format;
    private long row;
    private RawRow next;

    private RowReader(Lines lines, RowFormat format) {
        this.lines = lines;
        this.format = format;
    }

    /**
     * Opens a file that was surveyed, and reads what was surveyed of it.
     *
     * @param file the input file, not null
     * @param settings how it is read
     * @param survey what is known of the file
     * @return a reader before the first row, which the caller closes
     * @throws UnreadableFileException if the file as a whole cannot be read as rows; its message says what to do
     * @throws FileChangedException if it begins otherwise than what was surveyed
     * @throws IOException if reading fails
     */
    public static RowReader open(Path file, RowSettings settings, FileScan survey) throws IOException {
        InputStream bytes = new UnchangedStream(file, FileOpening.bytes(file), survey);
        try {
            Lines lines = FileOpening.lines(file, bytes, settings);
            return new RowReader(lines, new FormatRecognition(file, lines, settings.column()).recognise());
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /**
     * Tells whether there is another row, reading it if need be.
     *
     * @throws UncheckedIOException if reading fails; its cause is a {@link FileChangedException} where the file is no
     *     longer what was surveyed
     */
    @Override
    public boolean hasNext() {
        if (next == null) {
            try {
                next = format.next(lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return next != null;
    }

    /**
     * Returns the next row: with its account ID, or with a problem.
     *
     * @throws NoSuchElementException after the last row
     * @throws UncheckedIOException if reading fails
     */
    @Override
    public LookupRequest next() {
        if (!hasNext()) {
            throw new NoSuchElementException("after the last row");
        }
        RawRow current = next;
        next = null;
        return current.request(++row, format);
    }

    /** Closes the file. */
    @Override
    public void close() throws IOException {
        lines.close();
    }
}
