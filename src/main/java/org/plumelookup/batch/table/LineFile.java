package org.plumelookup.batch.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.plumelookup.lookup.ExactJson;

/**
 * Reads JSON lines of a file from any place on. Places that are near each other are read from the disk once. Used by
 * one thread.
 */
final class LineFile implements AutoCloseable {
    private static final int SIZE = 1 << 18;
    private static final int BEFORE = SIZE / 4; // records of neighbouring rows are before and after each other

    private static final byte[] ROW = "{\"row\":".getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private final FileChannel channel;
    private final long size;
    private byte[] bytes = new byte[SIZE];
    private long start;
    private int length;
    private long position;

    LineFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
        this.size = channel.size();
    }

    /** Goes to the beginning of a line. */
    void seek(long place) {
        position = place;
    }

    /** Returns where the next line begins. */
    long position() {
        return position;
    }

    boolean hasNext() {
        return position < size;
    }

    /** Parses the next line. */
    JsonNode next() throws IOException {
        int end = read();
        int from = (int) (position - start);
        position = start + end + 1;
        return ExactJson.MAPPER.readTree(bytes, from, end - from);
    }

    /** Returns the number of the row of the next record, without parsing more of it if that comes first. */
    long nextRow() throws IOException {
        int end = read();
        int at = (int) (position - start);
        if (!Arrays.equals(bytes, at, Math.min(end, at + ROW.length), ROW, 0, ROW.length)) {
            return next().path("row").asLong();
        }
        position = start + end + 1;
        long row = 0;
        for (int i = at + ROW.length; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            row = 10 * row + bytes[i] - '0';
        }
        return row;
    }

    /** Reads the next line into the buffer, and returns where it ends there. */
    private int read() throws IOException {
        int end = end();
        if (end < 0) {
            fill(Math.max(0, position - BEFORE));
            end = end();
        }
        while (end < 0) {
            bytes = start == position ? new byte[2 * bytes.length] : bytes;
            fill(position);
            end = end();
        }
        return end;
    }

    /** Returns where the line ends in the buffer; -1 if it is not wholly in it. */
    private int end() {
        if (position < start) {
            return -1;
        }
        for (long i = position - start; i < length; i++) {
            if (bytes[(int) i] == '\n') {
                return (int) i;
            }
        }
        return -1;
    }

    private void fill(long from) throws IOException {
        start = from;
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, start + buffer.position());
        }
        length = buffer.position();
        if (start + length <= position || length < bytes.length && start == position && end() < 0) {
            throw new EOFException(path + " ends before its last record does");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
