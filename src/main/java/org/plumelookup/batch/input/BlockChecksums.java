package org.plumelookup.batch.input;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A checksum of each 64 KB of a file, by which a later read detects a changed file before it returns a byte. Four bytes
 * a block; not thread-safe while it is built.
 */
final class BlockChecksums {
    static final int SIZE = 1 << 16;

    private final CRC32C sum = new CRC32C();
    private int[] sums = new int[16];
    private int count;
    private int begun;

    /** Adds the bytes that follow. */
    void add(byte[] bytes, int offset, int length) {
        int added = 0;
        while (added < length) {
            int part = Math.min(length - added, SIZE - begun);
            sum.update(bytes, offset + added, part);
            added += part;
            begun += part;
            if (begun == SIZE) {
                end();
            }
        }
    }

    /** Ends the last block. */
    void end() {
        if (begun > 0) {
            sums = count == sums.length ? Arrays.copyOf(sums, 2 * count) : sums;
            sums[count++] = (int) sum.getValue();
            sum.reset();
            begun = 0;
        }
    }

    /** Returns whether a block is unchanged; {@code length} is less than {@link #SIZE} for the last one only. */
    boolean has(int block, byte[] bytes, int length) {
        sum.reset();
        sum.update(bytes, 0, length);
        return block < count && sums[block] == (int) sum.getValue();
    }
}
