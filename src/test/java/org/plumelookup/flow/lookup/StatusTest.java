package org.plumelookup.flow.lookup;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.Customer;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.support.LookupContext;
import org.plumelookup.support.RawServer;

/** Shows what becomes of a lookup by what the API answers, and how many calls that takes where three are allowed. */
class StatusTest {
    private static final String CUSTOMER =
            "[{'id':'c1','accountId':'ACC-1','name':'Ada','email':'a@example.com','locations':[{'id':'l1'}]}]";
    private static final int ALL = 3;
    private static final Integer NONE = null;

    private static final WireMockServer API =
            new WireMockServer(options().dynamicPort().jettyAcceptors(1));
    private static final WireMockServer ELSEWHERE =
            new WireMockServer(options().dynamicPort().jettyAcceptors(1));
    private static LookupContext lookup;
    private static LookupContext impatient;

    @BeforeAll
    static void start() throws Exception {
        API.start();
        ELSEWHERE.start();
        String url = API.baseUrl() + "/api";
        lookup = new LookupContext(url, "plume.call.max-body=1KB");
        impatient = new LookupContext(url, "plume.call.timeout=300ms");
    }

    @AfterAll
    static void stop() {
        lookup.close();
        impatient.close();
        API.stop();
        ELSEWHERE.stop();
    }

    @BeforeEach
    void forget() {
        API.resetAll();
    }

    static Stream<Arguments> answers() {
        String unforeseen = "is not foreseen";
        String temporary = "after 3 calls";
        return Stream.of(
                arguments("200 customers", json(200, CUSTOMER), Outcome.FOUND, 200, 1, null),
                arguments("200 []", json(200, "[]"), Outcome.NO_MATCH, 200, 1, "may not be provisioned yet"),
                arguments("200 [ ] in blanks", json(200, " [\n]\t"), Outcome.NO_MATCH, 200, 1, "no such customer"),
                arguments("201", json(201, CUSTOMER), Outcome.UNEXPECTED, 201, 1, unforeseen),
                arguments("202", json(202, "[]"), Outcome.UNEXPECTED, 202, 1, unforeseen),
                arguments("204", aResponse().withStatus(204), Outcome.UNEXPECTED, 204, 1, "the body is empty"),
                arguments("206", json(206, CUSTOMER), Outcome.UNEXPECTED, 206, 1, unforeseen),
                arguments("301", elsewhere(301), Outcome.UNEXPECTED, 301, 1, "answered 301"),
                arguments("302", elsewhere(302), Outcome.UNEXPECTED, 302, 1, "answered 302"),
                arguments("303", elsewhere(303), Outcome.UNEXPECTED, 303, 1, "answered 303"),
                arguments("307", elsewhere(307), Outcome.UNEXPECTED, 307, 1, "answered 307"),
                arguments("308", elsewhere(308), Outcome.UNEXPECTED, 308, 1, "answered 308"),
                arguments("304", aResponse().withStatus(304), Outcome.UNEXPECTED, 304, 1, "answered 304"),
                arguments("400", error(400), Outcome.UNEXPECTED, 400, 1, unforeseen),
                arguments("401", error(401), Outcome.UNAUTHORIZED, 401, 1, "refuses the token"),
                arguments("401 in HTML", html(401), Outcome.UNAUTHORIZED, 401, 1, "refuses the token"),
                arguments("403", error(403), Outcome.FORBIDDEN, 403, 1, "It says: told 403"),
                arguments("404", error(404), Outcome.NOT_FOUND, 404, 1, "It says: told 404"),
                arguments("404 in HTML", html(404), Outcome.NOT_FOUND, 404, 1, "no such location"),
                arguments("407", error(407), Outcome.UNEXPECTED, 407, 1, unforeseen),
                arguments("409", error(409), Outcome.UNEXPECTED, 409, 1, "told 409"),
                arguments("418", error(418), Outcome.UNEXPECTED, 418, 1, unforeseen),
                arguments("422", error(422), Outcome.INVALID, 422, 1, "It says: told 422"),
                arguments("429", error(429), Outcome.UNEXPECTED, 429, ALL, "asked to wait"),
                arguments("500", error(500), Outcome.SERVER_ERROR, 500, ALL, "after 3 calls. It says: told 500"),
                arguments("500 in HTML", html(500), Outcome.SERVER_ERROR, 500, ALL, temporary),
                arguments("501", error(501), Outcome.SERVER_ERROR, 501, ALL, temporary),
                arguments("502", html(502), Outcome.SERVER_ERROR, 502, ALL, temporary),
                arguments("503", error(503), Outcome.SERVER_ERROR, 503, ALL, temporary),
                arguments("504", error(504), Outcome.SERVER_ERROR, 504, ALL, temporary),
                arguments("an error without a message", json(404, "{'error':{}}"), Outcome.NOT_FOUND, 404, 1, null),
                arguments("an error that is text", json(422, "{'error':'no'}"), Outcome.INVALID, 422, 1, null));
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                arguments("HTML", "<html><b>Welcome</b></html>", "not whole JSON; the body begins: <html>"),
                arguments("nothing", "", "not a JSON array; the body is empty"),
                arguments("blanks", "  ", "not a JSON array"),
                arguments("half the JSON", CUSTOMER.substring(0, 40), "not whole JSON"),
                arguments("half a number", "[{'id':12", "not whole JSON"),
                arguments("an open array", "[", "not whole JSON"),
                arguments("an object", "{'id':'c1'}", "not a JSON array"),
                arguments("a text", "'c1'", "not a JSON array"),
                arguments("null", "null", "not a JSON array"),
                arguments("scalars", "[1,'two',true]", "customer without an ID"),
                arguments("nulls", "[null]", "customer without an ID"),
                arguments("arrays", "[[]]", "customer without an ID"),
                arguments("no id", "[{'accountId':'ACC-1'}]", "customer without an ID"),
                arguments("a null id", "[{'id':null,'accountId':'ACC-1'}]", "customer without an ID"),
                arguments("a blank id", "[{'id':' ','accountId':'ACC-1'}]", "customer without an ID"),
                arguments("an object as id", "[{'id':{},'accountId':'ACC-1'}]", "customer without an ID"),
                arguments("the second without id", "[{'id':'c1','accountId':'ACC-1'},{}]", "customer without an ID"),
                arguments("a second array", "[] []", "goes on after its JSON array"),
                arguments("a trailing bracket", "[]]", "not whole JSON"),
                arguments("garbage after it", CUSTOMER + " %%%", "not whole JSON"),
                arguments("a deep nest", "[".repeat(1020), "not whole JSON"),
                arguments("more than it may", CUSTOMER + " ".repeat(2000), "larger than 1024 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void endsALookupByStatus(
            String name, ResponseDefinitionBuilder answer, Outcome outcome, Integer status, int calls, String reason) {
        API.stubFor(any(anyUrl()).willReturn(answer));
        expect(lookup.ask("ACC-1"), outcome, status, calls, reason);
        assertThat(API.getAllServeEvents()).hasSize(calls);
        assertThat(ELSEWHERE.getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void endsALookupAsUnexpectedWhereABodyIsNoPageOfCustomers(String name, String body, String reason) {
        API.stubFor(any(anyUrl()).willReturn(json(200, body)));
        expect(lookup.ask("ACC-1"), Outcome.UNEXPECTED, 200, 1, reason);
    }

    static Stream<Arguments> noAnswers() {
        return Stream.of(
                arguments("headers too late", json(200, "[]").withFixedDelay(2000), "within 300 ms"),
                arguments("a body that drips", json(200, CUSTOMER).withChunkedDribbleDelay(50, 20_000), "300 ms"),
                arguments("a reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), "after 3 calls"),
                arguments("an empty answer", aResponse().withFault(Fault.EMPTY_RESPONSE), "no answer"),
                arguments("a bad chunk", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK), "no answer"),
                arguments("random data", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE), "no answer"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noAnswers")
    void endsALookupAsUnreachableWhereNoWholeAnswerCame(String name, ResponseDefinitionBuilder answer, String reason) {
        API.stubFor(any(anyUrl()).willReturn(answer));
        expect(impatient.ask("ACC-1"), Outcome.UNREACHABLE, NONE, ALL, reason);
    }

    @Test
    void endsALookupAsUnreachableWhereTheConnectionIsRefused() throws Exception {
        try (LookupContext nobody = new LookupContext("http://127.0.0.1:" + closedPort() + "/api")) {
            expect(nobody.ask("ACC-1"), Outcome.UNREACHABLE, NONE, ALL, "Connection refused");
        }
    }

    static Stream<Arguments> brokenAnswers() {
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
                LookupContext context = new LookupContext(server.url(), "plume.call.timeout=1s")) {
            expect(context.ask("ACC-1"), Outcome.UNREACHABLE, NONE, ALL, "after 3 calls");
            server.script(RawServer.text(RawServer.whole("200 OK", "", "[]")));
            expect(context.ask("ACC-1"), Outcome.NO_MATCH, 200, 1, null);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 418, 500})
    void readsNoMoreOfAnEndlessBodyThanItMay(int status) throws Exception {
        RawServer.Script endless = (request, out) -> {
            out.write("HTTP/1.1 %d Endless\r\n\r\n[".formatted(status).getBytes(UTF_8));
            forever(out, "{\"id\":\"c1\",\"accountId\":\"ACC-1\"},");
        };
        try (RawServer server = new RawServer(endless);
                LookupContext context = new LookupContext(server.url(), "plume.call.max-body=1KB")) {
            LookupOutcome outcome = context.ask("ACC-1");
            assertThat(outcome.status()).isEqualTo(status);
            assertThat(outcome.outcome()).isNotIn(Outcome.FOUND, Outcome.UNREACHABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json; charset=iso-8859-1",
                "application/json; charset=no-such-charset",
                "application/json; charset=%%%",
                "application/json; charset=",
                "application/x-java-serialized-object",
                "text/html",
                "%%%"
            })
    void readsTheBodyWhateverItsContentTypeSays(String type) throws Exception {
        String body = CUSTOMER.replace('\'', '"').replace("Ada", "Zo\u00c3\u00ab"); // UTF-8, a byte a character
        try (RawServer server = new RawServer(
                        RawServer.text(RawServer.whole("200 OK", "Content-Type: " + type + "\r\n", body)));
                LookupContext context = new LookupContext(server.url())) {
            LookupOutcome outcome = context.ask("ACC-1");
            expect(outcome, Outcome.FOUND, 200, 1, null);
            assertThat(outcome.customers().get(0).name()).isEqualTo("Zo\u00eb");
        }
    }

    @Test
    void readsCustomersWithFieldsThatAreMissingNullOrNew() {
        API.stubFor(any(anyUrl()).willReturn(json(200, """
                        [{'id':'c1','accountId':'ACC-1'},
                         {'id':'c2','accountId':'ACC-1','name':null,'email':null,'locations':null},
                         {'id':3,'accountId':'ACC-1','name':'Ada','plan':{'a':[1]},'locations':[{'id':'l1'},{},null,{'id':'l2'}]}]
                        """)));
        LookupOutcome outcome = lookup.ask("ACC-1");
        expect(outcome, Outcome.FOUND, 200, 1, null);
        assertThat(outcome.customers())
                .containsExactly(
                        new Customer("c1", "ACC-1", null, null, List.of()),
                        new Customer("c2", "ACC-1", null, null, List.of()),
                        new Customer("3", "ACC-1", "Ada", null, List.of("l1", "l2")));
    }

    @Test
    void keepsTheReasonShortAndOnOneLine() {
        API.stubFor(any(anyUrl()).willReturn(json(418, "a\r\n\u0000\u001b[31mb" + "x".repeat(900))));
        assertThat(lookup.ask("ACC-1").reason())
                .hasSizeLessThan(400)
                .doesNotContainPattern("\\p{Cntrl}")
                .contains("a [31mb");
    }

    @Test
    void waitsForTheFirewallAndFailsNoAccount() {
        API.stubFor(any(anyUrl())
                .inScenario("wall")
                .whenScenarioStateIs("Started")
                .willReturn(html(403).withHeader("Retry-After", "1"))
                .willSetStateTo("open"));
        API.stubFor(any(anyUrl()).inScenario("wall").whenScenarioStateIs("open").willReturn(json(200, CUSTOMER)));
        expect(lookup.ask("ACC-1"), Outcome.FOUND, 200, 2, null);
    }

    private static void expect(LookupOutcome outcome, Outcome what, Integer status, int calls, String reason) {
        assertThat(outcome.outcome()).as(outcome.reason()).isEqualTo(what);
        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.calls()).isEqualTo(calls);
        assertThat(outcome.outcome().retryable())
                .isEqualTo(what == Outcome.SERVER_ERROR || what == Outcome.UNREACHABLE);
        assertThat(outcome.customers().isEmpty()).isEqualTo(what != Outcome.FOUND);
        assertThat(outcome.accountId()).isEqualTo("ACC-1");
        assertThat(outcome.time()).isNotNull();
        if (what == Outcome.FOUND) {
            assertThat(outcome.reason()).isNull();
        } else {
            assertThat(outcome.reason()).isNotBlank().contains(reason == null ? "" : reason);
        }
    }

    private static void forever(OutputStream out, String text) throws IOException {
        byte[] much = text.repeat(100).getBytes(UTF_8);
        while (true) {
            out.write(much); // throws when the client has had enough
        }
    }

    private static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body.replace('\'', '"'));
    }

    private static ResponseDefinitionBuilder error(int status) {
        return json(status, "{'error':{'statusCode':%d,'name':'Error','message':'told %d'}}".formatted(status, status));
    }

    private static ResponseDefinitionBuilder html(int status) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "text/html")
                .withBody("<html>%d</html>".formatted(status));
    }

    private static ResponseDefinitionBuilder elsewhere(int status) {
        return aResponse().withStatus(status).withHeader("Location", ELSEWHERE.baseUrl() + "/api/trap");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
