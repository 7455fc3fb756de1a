package org.plumelookup.flow.lookup;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumelookup.api.Outcome;
import org.plumelookup.support.Flow;
import org.plumelookup.support.FreePort;
import org.plumelookup.support.RawServer;

/** Where no whole answer comes in time the account is unreachable, after all of its calls. */
class NoAnswerTest extends AnswerTestSupport {
    @Override
    protected Map<String, String> settings() {
        return Flow.settings("http://localhost:" + api.getPort() + "/api", "plume.call.timeout", "300ms");
    }

    Stream<Arguments> noAnswers() {
        return Stream.of(
                arguments("headers too late", json(200, "[]").withFixedDelay(2000), "within 300 ms"),
                arguments("a body that drips", json(200, CUSTOMER).withChunkedDribbleDelay(50, 20_000), "300 ms"),
                arguments("a reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), "after 3 calls"),
                arguments("an empty answer", aResponse().withFault(Fault.EMPTY_RESPONSE), "No answer"),
                arguments("a bad chunk", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK), "No answer"),
                arguments("random data", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE), "No answer"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noAnswers")
    void endsALookupAsUnreachableWhereNoWholeAnswerCame(String name, ResponseDefinitionBuilder answer, String reason) {
        api.stubFor(any(anyUrl()).willReturn(answer));
        expect(lookup("ACC-1"), Outcome.UNREACHABLE, NONE, ALL, reason);
    }

    @Test
    void endsALookupAsUnreachableWhereTheConnectionIsRefused() throws Exception {
        try (Flow nobody = Flow.start("http://127.0.0.1:" + FreePort.next() + "/api")) {
            expect(nobody.lookup("ACC-1"), Outcome.UNREACHABLE, NONE, ALL, "Connection refused");
        }
    }

    Stream<Arguments> brokenAnswers() {
        String ok = "HTTP/1.1 200 OK\r\n";
        return Stream.of(
                arguments("a cut body", RawServer.text(ok + "Content-Length: 99\r\n\r\n[]")),
                arguments("a bad length", RawServer.text(ok + "Content-Length: -7\r\n\r\n[]")),
                arguments("a bad header", RawServer.text(ok + "no colon here\r\n\r\n[]")),
                arguments("another version", RawServer.text("HTTP/7.0 200 OK\r\n\r\n[]")),
                arguments("another protocol", RawServer.text("220 mail.example.com ESMTP\r\n")),
                arguments("an unknown transfer coding", RawServer.text(ok + "Transfer-Encoding: rot13\r\n\r\n[]")),
                arguments("a head cut in a header", RawServer.text(ok + "Content-Le")),
                arguments("a head cut between headers", RawServer.text(ok + "Server: x\r\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenAnswers")
    void endsALookupAsUnreachableWhereTheAnswerIsNoHttp(String name, RawServer.Script script) throws Exception {
        try (RawServer server = new RawServer(script);
                Flow flow = Flow.start(server.url(), "plume.call.timeout", "700ms")) {
            expect(flow.lookup("ACC-1"), Outcome.UNREACHABLE, NONE, ALL, "after 3 calls");
            server.script(RawServer.text(RawServer.whole("200 OK", "", "[]")));
            expect(flow.lookup("ACC-1"), Outcome.NO_MATCH, 200, 1, null);
        }
    }
}
