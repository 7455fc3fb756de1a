package org.plumelookup.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UnsupportedEncodingException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hc.client5.http.entity.DeflateInputStream;

/** Decompresses a response (RFC 9110, section 8.4): gzip or deflate, although it was not requested. */
final class ContentCoding {
    private static final int USUAL = 2000; // bytes of an answer; for more, the JDK takes pieces of 8 KB

    private ContentCoding() {}

    /**
     * Reads a decoded body to its end, or to a largest size.
     *
     * @param body the body as it came
     * @param coding the value of the Content-Encoding header, or null
     * @param most the most bytes to read
     * @throws UnsupportedEncodingException if the coding is unknown, or the body is not in it
     */
    static byte[] read(InputStream body, String coding, int most) throws IOException {
        PushbackInputStream coded = new PushbackInputStream(body);
        int first = coded.read();
        if (first < 0) {
            return new byte[0]; // even if the header says it is compressed
        }
        coded.unread(first);
        try {
            InputStream decoded =
                    decoded(coded, coding == null ? "" : coding.trim().toLowerCase(Locale.ROOT));
            byte[] start = decoded.readNBytes(Math.min(USUAL, most));
            return start.length < USUAL ? start : joined(start, decoded.readNBytes(most - USUAL));
        } catch (ZipException e) {
            throw new UnsupportedEncodingException("its body does not match its Content-Encoding");
        }
    }

    private static byte[] joined(byte[] start, byte[] rest) {
        byte[] all = Arrays.copyOf(start, start.length + rest.length);
        System.arraycopy(rest, 0, all, start.length, rest.length);
        return all;
    }

    private static InputStream decoded(InputStream body, String coding) throws IOException {
        return switch (coding) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> new GZIPInputStream(body);
            case "deflate" -> new DeflateInputStream(body);
            default -> throw new UnsupportedEncodingException("its Content-Encoding is neither gzip nor deflate");
        };
    }
}
