package org.plumelookup.batch.input;

import java.io.IOException;
import java.nio.file.Path;
import org.plumelookup.api.LookupRequest;

/**
 * Holds what is known of an input file after reading it once. Immutable.
 */
public final class FileScan {
    private final long rows;
    private final long settledRows;
    private final long size;
    private final String fingerprint;
    private final Blocks blocks;
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
     * Surveys a file in one pass, in memory that hardly grows with it: four bytes for each 64 KB.
     *
     * @param file the input file, not null
     * @param settings how it is read
     * @throws UnreadableFileException if the file as a whole cannot be read as rows, or none of its rows has an account
     *     ID; its message says what to do
     * @throws IOException if reading fails
     */
    public static FileScan of(Path file, RowSettings settings) throws IOException {
        return ofBeginning(file, Long.MAX_VALUE, settings);
    }

    /**
     * Surveys the beginning of a file as if there were no more of it.
     *
     * @param length how much of it, in bytes
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
                + ". Name the column of the account ID with plume.file.column, or correct the file";
    }

    /**
     * Returns the SHA-256 of the beginning of a file.
     *
     * @param length how much of it, in bytes
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
     * Returns how many of the rows, the first ones, stay what they are however the file grows. Those after them end
     * where the file ends: without a line end, or inside quotes.
     */
    public long settledRows() {
        return settledRows;
    }

    /** Returns the size in bytes. */
    public long size() {
        return size;
    }

    /** Returns the SHA-256 of the content in lower-case hexadecimal; the same for the same content under any name. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Returns whether another file has the same format, and in CSV the same header. */
    public boolean sameFormat(FileScan other) {
        return format.equals(other.format);
    }

    /** Returns how many lines above the header of a CSV file are taken for titles. */
    public int titles() {
        return format.titles();
    }

    Blocks blocks() {
        return blocks;
    }
}
