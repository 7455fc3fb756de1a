package org.plumelookup.batch.input;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Reads the beginning of a file, up to a length, with size and checksums of what it reads. Not thread-safe. */
final class MeasuredStream extends InputStream {
    private final InputStream in;
    private final long limit;
    private final MessageDigest digest;
    private final BlockChecksums blocks = new BlockChecksums();
    private long size;

    MeasuredStream(InputStream in, long limit) {
        this.in = in;
        this.limit = limit;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (size == limit) {
            return -1;
        }
        int read = in.read(target, offset, (int) Math.min(length, limit - size));
        if (read > 0) {
            digest.update(target, offset, read);
            blocks.add(target, offset, read);
            size += read;
        }
        return read;
    }

    /** Returns how many bytes were read. */
    long size() {
        return size;
    }

    /** Returns the SHA-256 of what was read, in lower-case hexadecimal. */
    String fingerprint() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Returns the checksums of what was read. */
    BlockChecksums blocks() {
        blocks.end();
        return blocks;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
