package org.plumelookup.batch.rows;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is known of an input file after reading it once.
 *
 * @param rows how many rows {@link RowReader} yields of it
 * @param size its size in bytes
 * @param fingerprint SHA-256 of its content in lower-case hexadecimal; the same for the same content under any name
 */
public record Survey(long rows, long size, String fingerprint) {

    /**
     * Surveys a file in one pass, in memory that does not grow with it.
     *
     * @param file the input file, not null
     * @param column column of the account ID, as for {@link RowReader#open}
     * @throws UnreadableFileException if the file as a whole cannot be read as rows; its message says what to do
     * @throws IOException if reading fails
     */
    public static Survey of(Path file, String column) throws IOException {
        MessageDigest digest = sha256();
        try (CountingStream bytes = new CountingStream(new DigestInputStream(FileOpening.bytes(file), digest))) {
            Lines lines = FileOpening.lines(file, bytes);
            RowFormat format = new FormatRecognition(file, lines, column).recognise();
            long rows = 0;
            while (format.next(lines) != null) {
                rows++;
            }
            return new Survey(rows, bytes.count, HexFormat.of().formatHex(digest.digest()));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static final class CountingStream extends FilterInputStream {
        private long count;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
