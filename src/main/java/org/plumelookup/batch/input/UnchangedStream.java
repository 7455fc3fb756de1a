package org.plumelookup.batch.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads the scanned bytes again, and no more, however the file has grown. Changed bytes end the reading with a
 * {@link FileChangedException} before one of them is returned. Not thread-safe.
 */
final class UnchangedStream extends InputStream {
    private final Path file;
    private final InputStream in;
    private final FileScan scan;
    private final byte[] block = new byte[BlockChecksums.SIZE];
    private int position;
    private int limit;
    private int number;
    private long left;

    UnchangedStream(Path file, InputStream in, FileScan scan) {
        this.file = file;
        this.in = in;
        this.scan = scan;
        this.left = scan.size();
    }

    @Override
    public int read() throws IOException {
        return fill() ? block[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length > 0 && !fill()) {
            return -1;
        }
        int read = Math.min(length, limit - position);
        System.arraycopy(block, position, target, offset, read);
        position += read;
        return read;
    }

    private boolean fill() throws IOException {
        if (position == limit && left > 0) {
            position = 0;
            limit = in.readNBytes(block, 0, (int) Math.min(block.length, left));
            left -= limit;
            if (!scan.blocks().has(number++, block, limit)) {
                limit = 0;
                throw new FileChangedException(file);
            }
        }
        return position < limit;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
