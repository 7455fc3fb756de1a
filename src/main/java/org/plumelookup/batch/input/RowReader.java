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
 * <p>A file has one account ID per line, or is CSV with a header that has the column (RFC 4180), or JSON lines; the
 * format is recognised by the content. It has the configured encoding, but is UTF-8 if it is JSON or begins with a byte
 * order mark; its lines end in LF or CRLF. Rows
 * are numbered from 1 in the order of the file; the same bytes always result in the same rows. A row that cannot be
 * read is a row with a problem, whose input is <code>{"line": the beginning of its text}</code>. Memory does not grow
 * with the file or its longest line.
 *
 * <p>Not thread-safe.
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
     * Opens a file that was scanned, and reads what was scanned of it.
     *
     * @param file the input file, not null
     * @param settings how it is read
     * @param scan the result of the scan
     * @return a reader before the first row; the caller closes it
     * @throws UnreadableFileException if the file as a whole cannot be read as rows; the message says what to do
     * @throws FileChangedException if its beginning is not what was scanned
     * @throws IOException if reading fails
     */
    public static RowReader open(Path file, RowSettings settings, FileScan scan) throws IOException {
        InputStream bytes = new UnchangedStream(file, FileOpening.bytes(file), scan);
        try {
            Lines lines = FileOpening.lines(file, bytes, settings);
            return new RowReader(lines, new FormatRecognition(file, lines, settings.column()).recognise());
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /**
     * Returns whether there is another row; reads it if necessary.
     *
     * @throws UncheckedIOException if reading fails; its cause is a {@link FileChangedException} if the file has
     *     changed since the scan
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
