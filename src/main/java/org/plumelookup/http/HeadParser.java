package org.plumelookup.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.impl.io.LenientHttpResponseParser;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Parses the head of a response, which is limited in total size, not in number of headers, and must be complete. Not
 * thread-safe; each connection has its own.
 */
final class HeadParser extends LenientHttpResponseParser {
    /** The longest single header of a response, in bytes. */
    static final int LONGEST_HEADER = 256 << 10;

    private static final int LARGEST_HEAD = 1 << 20; // bytes of status line and headers

    HeadParser() {
        super(Http1Config.custom()
                .setMaxLineLength(LONGEST_HEADER)
                .setMaxHeaderCount(-1)
                .build());
    }

    /** Creates parsers. Immutable. */
    static final class Factory implements HttpMessageParserFactory<ClassicHttpResponse> {
        @Override
        public HttpMessageParser<ClassicHttpResponse> create() {
            return new HeadParser();
        }

        /** Creates a parser; the interface still requires this deprecated method. */
        @Override
        @Deprecated
        public HttpMessageParser<ClassicHttpResponse> create(Http1Config config) {
            return new HeadParser();
        }
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        Counted head = new Counted(in);
        ClassicHttpResponse answer;
        try {
            answer = super.parse(buffer, head);
        } catch (MessageConstraintException e) {
            throw e.getMessage().startsWith("Maximum line length")
                    ? new UnusableAnswerException(
                            null,
                            String.format(Locale.ROOT, "a response header is larger than %d bytes", LONGEST_HEADER))
                    : e;
        } catch (SocketException | SSLException e) {
            if (head.read == 0) {
                throw e;
            }
            throw brokeOff(); // not a connection that was closed before the request
        }
        if (answer == null && head.read > 0) {
            throw new ClientProtocolException("the response is not HTTP");
        }
        if (head.ended && answer != null) { // the client would accept the part as a whole head
            throw brokeOff();
        }
        return answer;
    }

    private static IOException brokeOff() {
        return new ConnectionClosedException("the response was cut off in its headers");
    }

    /** Counts the bytes that are read, and fails at the limit. */
    private static final class Counted extends InputStream {
        private final InputStream in;
        private int read;
        private boolean ended;

        Counted(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (read >= LARGEST_HEAD) {
                throw new UnusableAnswerException(
                        null,
                        String.format(
                                Locale.ROOT, "its response headers are larger than %d bytes in total", LARGEST_HEAD));
            }
            int count = in.read(bytes, offset, length);
            ended = count < 0;
            read += Math.max(count, 0);
            return count;
        }
    }
}
