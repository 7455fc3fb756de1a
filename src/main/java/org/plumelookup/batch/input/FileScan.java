package org.plumelookup.batch.input;

import java.io.IOException;
import java.nio.file.Path;
import org.plumelookup.api.LookupRequest;

/**
 * What is known of an input file after reading it once. Immutable.
 */
public final class FileScan {
    private final long rows;
    private final long settledRows;
    private final long size;
    private final String fingerprint;
    private final BlockChecksums blocks;
    private final RowFormat format;

    private FileScan(MeasuredStream bytes, RowFormat format, long rows, long settledRows) {
        this.rows = rows;
        this.settledRows = settledRows;
        this.size = bytes.size();
        this.fingerprint = bytes.fingerprint();
        this.blocks = bytes.blocks();
        this.format = format;
    }

    /**
     * Scans a file in one pass; the memory needed is four bytes for each 64 KB.
     *
     * @param file the input file, not null
     * @param settings how it is read
     * @throws UnreadableFileException if the file as a whole cannot be read as rows, or none of its rows has an account
     *     ID; the message says what to do
     * @throws IOException if reading fails
     */
    public static FileScan of(Path file, RowSettings settings) throws IOException {
        return ofBeginning(file, Long.MAX_VALUE, settings);
    }

    /**
     * Scans the beginning of a file as if it were the whole file.
     *
     * @param length the length of the beginning, in bytes
     * @throws IOException as {@link #of} does
     */
    public static FileScan ofBeginning(Path file, long length, RowSettings settings) throws IOException {
        try (MeasuredStream bytes = new MeasuredStream(FileOpening.bytes(file), length)) {
            Lines lines = FileOpening.lines(file, bytes, settings);
            RowFormat format = new FormatRecognition(file, lines, settings.column()).recognise();
            long rows = 0;
            long settled = 0;
            LookupRequest first = null;
            boolean usable = false;
            boolean open = false;
            for (RawRow row = format.next(lines); row != null; row = format.next(lines)) {
                rows++;
                open = open || row.open();
                settled = open ? settled : rows;
                if (!usable) {
                    LookupRequest request = row.request(rows, format);
                    usable = request.problem() == null && !request.accountId().isBlank();
                    first = first == null ? request : first;
                }
            }
            if (rows > 0 && !usable) {
                throw new UnreadableFileException(file, unusable(rows, first, settings.column()));
            }
            return new FileScan(bytes, format, rows, settled);
        }
    }

    private static String unusable(long rows, LookupRequest first, String column) {
        String why = first.problem() == null ? "the first one is empty in \"" + column + "\"" : first.problem();
        return "has " + rows
                + (rows == 1 ? " row, which has no account ID: " : " rows, none of which has an account ID: ")
                + why
                + ". Set plume.file.column to the column of the account ID, or correct the file";
    }

    /**
     * Returns the SHA-256 of the beginning of a file.
     *
     * @param length the length of the beginning, in bytes
     */
    public static String fingerprint(Path file, long length) throws IOException {
        try (MeasuredStream bytes = new MeasuredStream(FileOpening.bytes(file), length)) {
            bytes.skipNBytes(length);
            return bytes.fingerprint();
        }
    }

    /** Returns how many rows {@link RowReader} yields. */
    public long rows() {
        return rows;
    }

    /**
     * Returns how many of the first rows stay the same however the file grows. The rows after them end with the file:
     * without a line end, or inside quotes.
     */
    public long settledRows() {
        return settledRows;
    }

    /** Returns the size in bytes. */
    public long size() {
        return size;
    }

    /** Returns the SHA-256 of the content in lower-case hexadecimal; independent of the file's name. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Returns whether another file has the same format, and in CSV the same header. */
    public boolean sameFormat(FileScan other) {
        return format.equals(other.format);
    }

    /** Returns how many lines above the header of a CSV file are titles. */
    public int titles() {
        return format.titles();
    }

    /**
     * Returns the columns of the file, as a copy of it is to have them.
     *
     * @param file the scanned file
     */
    public InputColumns columns(Path file) throws IOException {
        return format.columns(FileOpening.isMarked(file));
    }

    BlockChecksums blocks() {
        return blocks;
    }
}
