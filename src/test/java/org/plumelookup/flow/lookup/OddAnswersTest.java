package org.plumelookup.flow.lookup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.support.Flow;
import org.plumelookup.support.RawServer;

/** Shows that a good answer in an odd shape is an answer, and that one without measure is refused as what it is. */
class OddAnswersTest {
    private static final String FOUND = "[{\"id\":\"c1\",\"accountId\":\"ACC-1\"}]";
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private static String coded(String coding, byte[] body) {
        return RawServer.whole("200 OK", "Content-Encoding: " + coding + "\r\n", new String(body, ISO_8859_1));
    }

    private interface Wrapping {
        OutputStream wrap(OutputStream out) throws IOException;
    }

    private static byte[] packed(Wrapping wrapping, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = wrapping.wrap(bytes)) {
            out.write(text.getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(String text) {
        return packed(GZIPOutputStream::new, text);
    }

    private static byte[] rawDeflate(String text) {
        return packed(out -> new DeflaterOutputStream(out, new Deflater(9, true)), text);
    }

    private static String chunked(byte[] body) {
        return String.format(Locale.ROOT, "%x\r\n%s\r\n0\r\n\r\n", body.length, new String(body, ISO_8859_1));
    }

    static Stream<Arguments> good() {
        return Stream.of(
                arguments("gzip", coded("gzip", gzip(FOUND))),
                arguments("x-gzip in capitals", coded("X-GZIP", gzip(FOUND))),
                arguments("deflate with its header", coded("deflate", packed(DeflaterOutputStream::new, FOUND))),
                arguments("deflate without", coded("deflate", rawDeflate(FOUND))),
                arguments("identity", coded("identity", FOUND.getBytes(ISO_8859_1))),
                arguments(
                        "gzip in chunks",
                        OK + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(gzip(FOUND))),
                arguments("a header of 100 kB", RawServer.whole("200 OK", "X: " + "x".repeat(100_000) + "\r\n", FOUND)),
                arguments("1,000 headers", RawServer.whole("200 OK", "X-More: and more\r\n".repeat(1000), FOUND)),
                arguments("HTTP/1.0, ended by its connection", "HTTP/1.0 200 OK\r\n\r\n" + FOUND),
                arguments("lines that end with LF alone", "HTTP/1.1 200 OK\nServer: x\n\n" + FOUND),
                arguments(
                        "early hints before it",
                        "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" + RawServer.whole("200 OK", "", FOUND)),
                arguments("go on before it", "HTTP/1.1 100 Continue\r\n\r\n" + RawServer.whole("200 OK", "", FOUND)),
                arguments("a byte order mark", RawServer.whole("200 OK", "", "\u00ef\u00bb\u00bf" + FOUND)),
                arguments(
                        "chunks and a length",
                        OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + chunked(FOUND.getBytes(ISO_8859_1))),
                arguments(
                        "trailers",
                        OK + "Transfer-Encoding: chunked\r\n\r\n"
                                + chunked(FOUND.getBytes(ISO_8859_1)).replace("\r\n0\r\n", "\r\n0\r\nX-Sum: 1\r\n")),
                arguments("no reason phrase", "HTTP/1.1 200\r\nConnection: close\r\n\r\n" + FOUND));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void isAnAnswer(String name, String answer) throws Exception {
        LookupOutcome outcome = ask(RawServer.text(answer));
        assertThat(outcome.outcome()).as(outcome.reason()).isEqualTo(Outcome.FOUND);
        assertThat(outcome.calls()).isOne();
    }

    static Stream<Arguments> unusable() {
        UnaryOperator<String> fill = text -> text.repeat(20_000_000 / text.length());
        return Stream.of(
                arguments(
                        "a gzip bomb",
                        coded("gzip", gzip(fill.apply(" "))),
                        "larger than 10485760 bytes (plume.call.max-body)"),
                arguments(
                        "a deflate bomb", coded("deflate", rawDeflate(fill.apply(" "))), "larger than 10485760 bytes"),
                arguments(
                        "no gzip at all",
                        coded("gzip", FOUND.getBytes(ISO_8859_1)),
                        "does not match its Content-Encoding"),
                arguments("another coding", coded("br", FOUND.getBytes(ISO_8859_1)), "neither gzip nor deflate"),
                arguments("gzip twice", coded("gzip, gzip", gzip(FOUND)), "neither gzip nor deflate"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void isUnexpectedWithWhatIsWrong(String name, String answer, String reason) throws Exception {
        expectUnexpected(ask(RawServer.text(answer)), 200, reason);
    }

    static Stream<Arguments> endless() {
        return Stream.of(
                arguments("and more\r\nX-More: ", "its response headers are larger than 1048576 bytes in total"),
                arguments("and more ", "a response header is larger than 262144 bytes"));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void headersWithoutEndAreUnexpected(String more, String reason) throws Exception {
        expectUnexpected(
                ask((request, out) -> {
                    out.write((OK + "X-First: ").getBytes(ISO_8859_1));
                    while (true) {
                        out.write(more.repeat(100).getBytes(ISO_8859_1)); // throws when the client has had enough
                    }
                }),
                null,
                reason);
    }

    static Stream<Arguments> withoutAnswer() {
        return Stream.of(
                arguments("hints without end", "HTTP/1.1 103 Early Hints\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n"),
                arguments("blank lines without end", "", "\r\n"),
                arguments("another protocol", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", ""),
                arguments("trailers without end", OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X-More: x\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withoutAnswer")
    void isUnreachable(String name, String begin, String more) throws Exception {
        RawServer.Script script = (request, out) -> {
            out.write(begin.getBytes(ISO_8859_1));
            while (!more.isEmpty()) {
                out.write(more.repeat(100).getBytes(ISO_8859_1)); // throws when the client has had enough
            }
        };
        try (RawServer server = new RawServer(script);
                Flow flow = Flow.start(server.url(), "plume.call.timeout", "1s")) {
            LookupOutcome outcome = flow.lookup("ACC-1");
            assertThat(outcome.outcome()).as(outcome.reason()).isEqualTo(Outcome.UNREACHABLE);
        }
    }

    @Test
    void chunksWithoutEndAreUnexpected() throws Exception {
        String chunk = "400\r\n" + " ".repeat(1024) + "\r\n";
        expectUnexpected(
                ask((request, out) -> {
                    out.write((OK + "Transfer-Encoding: chunked\r\n\r\n").getBytes(ISO_8859_1));
                    while (true) {
                        out.write(chunk.repeat(100).getBytes(ISO_8859_1));
                    }
                }),
                200,
                "larger than 10485760 bytes");
    }

    @Test
    void theFirewallIsKnownByItsCompressedPageToo() throws Exception {
        String block = RawServer.whole(
                "403 Forbidden",
                "Retry-After: 1\r\nContent-Encoding: gzip\r\n",
                new String(gzip("<html>blocked</html>"), ISO_8859_1));
        try (RawServer server = new RawServer(RawServer.text(block))) {
            RawServer.Script first = RawServer.text(block);
            server.script((request, out) -> {
                first.answer(request, out);
                server.script(RawServer.text(RawServer.whole("200 OK", "", FOUND)));
            });
            try (Flow flow = Flow.start(server.url())) {
                assertThat(flow.lookup("ACC-1").outcome()).isEqualTo(Outcome.FOUND);
            }
        }
    }

    private static void expectUnexpected(LookupOutcome outcome, Integer status, String reason) {
        assertThat(outcome.outcome()).as(outcome.reason()).isEqualTo(Outcome.UNEXPECTED);
        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.reason()).contains("The API's answer cannot be used", reason);
        assertThat(outcome.calls()).isOne();
    }

    private static LookupOutcome ask(RawServer.Script script) throws Exception {
        try (RawServer server = new RawServer(script);
                Flow flow = Flow.start(server.url())) {
            return flow.lookup("ACC-1");
        }
    }
}
