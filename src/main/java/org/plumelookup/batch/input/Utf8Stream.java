package org.plumelookup.batch.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Converts a text in any encoding to UTF-8 without a byte order mark. Bytes that are invalid in that encoding, and a
 * NUL, end the reading with an {@link UnreadableFileException} that names the line. Not thread-safe.
 */
final class Utf8Stream extends InputStream {
    private static final int SIZE = 1 << 16;
    private static final char MARK = '\uFEFF';

    private final Path file;
    private final InputStream bytes;
    private final Charset encoding;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder = UTF_8.newEncoder();
    private final ByteBuffer in = ByteBuffer.allocate(SIZE).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(SIZE);
    private final ByteBuffer out = ByteBuffer.allocate(3 * SIZE).limit(0);
    private boolean started;
    private boolean ended;
    private boolean decoded;
    private long line = 1;

    Utf8Stream(Path file, InputStream bytes, Charset encoding) {
        this.file = file;
        this.bytes = bytes;
        this.encoding = encoding;
        this.decoder = encoding.newDecoder(); // reports invalid bytes
    }

    @Override
    public int read() throws IOException {
        return fill() ? out.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length > 0 && !fill()) {
            return -1;
        }
        int read = Math.min(length, out.remaining());
        out.get(target, offset, read);
        return read;
    }

    private boolean fill() throws IOException {
        while (!out.hasRemaining() && !decoded) {
            fetch();
            CoderResult result = decoder.decode(in, chars.clear(), ended);
            decoded = ended && result.isUnderflow() && decoder.flush(chars).isUnderflow();
            check(chars.flip());
            if (result.isError()) {
                byte wrong = in.get(in.position());
                throw new UnreadableFileException(
                        file,
                        "is not " + encoding + ": line " + line + " has the byte 0x"
                                + HexFormat.of().withUpperCase().toHexDigits(wrong) + ". Save it as " + encoding
                                + ", or set plume.file.encoding to its encoding, such as windows-1252");
            }
            encoder.reset().encode(chars, out.clear(), true);
            out.flip();
        }
        return out.hasRemaining();
    }

    private void fetch() throws IOException {
        in.compact();
        if (!ended && in.hasRemaining()) {
            int read = bytes.read(in.array(), in.position(), in.remaining());
            ended = read < 0;
            in.position(in.position() + Math.max(0, read));
        }
        in.flip();
    }

    private void check(CharBuffer text) throws UnreadableFileException {
        if (!started && text.hasRemaining()) {
            started = true;
            text.position(text.get(0) == MARK ? 1 : 0);
        }
        for (int i = text.position(); i < text.limit(); i++) {
            char c = text.get(i);
            if (c == 0) {
                throw new UnreadableFileException(
                        file,
                        "is not text in " + encoding + ": line " + line + " has NUL bytes. Save it as UTF-8, or set"
                                + " plume.file.encoding to its encoding, such as UTF-16LE; if it is damaged, export it"
                                + " again");
            }
            line += c == '\n' ? 1 : 0;
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
