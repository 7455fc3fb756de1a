package org.plumelookup.flow.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.lookup.ChannelMessages;
import org.plumelookup.support.Flow;
import org.plumelookup.support.FlowTestSupport;
import org.plumelookup.support.RawServer;

/** Shows that no header of a message reaches the API or steers the call, and none of the answer's goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeaderHygieneTest extends FlowTestSupport {
    private static final String FOUND =
            "[{\"id\":\"c1\",\"accountId\":\"ACC-1\"},{\"id\":\"c2\",\"accountId\":\"ACC-1\"}]";
    private static final String HOSTILE_ANSWER = RawServer.whole("200 OK", """
            Set-Cookie: session=s3; Path=/\r
            Set-Cookie: other=o4\r
            WWW-Authenticate: Basic realm="x"\r
            Alt-Svc: h2="evil.example.com"\r
            Content-Location: http://evil.example.com/\r
            CamelHttpUri: http://evil.example.com/\r
            CamelHttpResponseCode: 404\r
            JMSPriority: 99\r
            JMSReplyTo: q\r
            no-java-identifier: 1\r
            plumeOutcome: no-match\r
            Content-Type: application/json; charset=iso-8859-1\r
            """, FOUND);
    private static final List<String> OURS =
            List.of("accept: application/json", "authorization: " + Flow.TOKEN, "user-agent: plume-customer-lookup");

    private static final RawServer API = new RawServer(RawServer.text(HOSTILE_ANSWER));
    private static final RawServer ELSEWHERE = new RawServer(RawServer.text(RawServer.whole("200 OK", "", "[]")));

    @AfterAll
    static void stop() throws Exception {
        API.close();
        ELSEWHERE.close();
    }

    @Override
    protected Map<String, String> settings() {
        return Flow.settings(API.url(), "plume.call.timeout", "5s");
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                getContext().addRoutes(HeaderHygieneTest.super.createRouteBuilder());
                from("direct:host").routeId("host-route").to("direct:plume-lookup");
                from("direct:plume-success").to("mock:success");
                from("direct:plume-error").to("mock:error");
            }
        };
    }

    @BeforeEach
    void forget() {
        API.script(RawServer.text(HOSTILE_ANSWER));
        API.forget();
        ELSEWHERE.forget();
    }

    static Stream<Arguments> hostileHeaders() {
        String trap = ELSEWHERE.url() + "/trap";
        Stream<Arguments> steering = Stream.of(
                        "CamelHttpUri",
                        "CamelHttpBaseUri",
                        "CamelHttpPath",
                        "CamelHttpUrl",
                        "CamelHttpHost",
                        "CamelRestHttpUri",
                        "CamelDestinationOverrideUrl",
                        "CamelHttpServletRequest")
                .flatMap(name -> spellings(name).map(spelling -> arguments(spelling, trap)));
        Stream<Arguments> query = Stream.of("CamelHttpQuery", "CamelHttpRawQuery", "CamelRestHttpQuery")
                .flatMap(name -> spellings(name).map(spelling -> arguments(spelling, "field=name&limit=1&x=y")));
        Stream<Arguments> others = Stream.of(
                arguments("CamelHttpMethod", "DELETE"),
                arguments("camelhttpmethod", "DELETE"),
                arguments("CamelHttpProtocolVersion", "HTTP/1.0"),
                arguments("CamelHttpProtocolVersion", "no version"),
                arguments("CamelHttpCharacterEncoding", "no-charset"),
                arguments("CamelCharsetName", "no-charset"),
                arguments("CamelHttpResponseCode", 404),
                arguments("CamelHttpChunked", false),
                arguments("CamelBeanMethodName", "toString"),
                arguments("camelbeanmethodname", "hashCode"),
                arguments("CamelBeanScope", "Prototype"),
                arguments("CamelBeanMultiParameterArray", true),
                arguments("CamelLoopIndex", 7),
                arguments("CamelSkipGzipEncoding", false),
                arguments("Authorization", "Bearer of the sender"),
                arguments("authorization", "Bearer of the sender"),
                arguments("AUTHORIZATION", "Bearer of the sender"),
                arguments("Proxy-Authorization", "Basic x"),
                arguments("Host", "evil.example.com"),
                arguments("host", "evil.example.com"),
                arguments("Cookie", "a=b"),
                arguments("cookie", List.of("a=b", "c=d")),
                arguments("X-Forwarded-For", "192.0.2.1"),
                arguments("Forwarded", "for=192.0.2.1"),
                arguments("Via", "1.1 x"),
                arguments("Range", "bytes=0-0"),
                arguments("If-None-Match", "*"),
                arguments("X-HTTP-Method-Override", "DELETE"),
                arguments("Content-Type", "text/plain; charset=no-charset"),
                arguments("Content-Length", 99),
                arguments("Content-Encoding", "gzip"),
                arguments("Transfer-Encoding", "chunked"),
                arguments("Accept", "text/html"),
                arguments("accept", "text/html"),
                arguments("Accept-Encoding", "gzip"),
                arguments("Accept-Language", "de"),
                arguments("User-Agent", "evil"),
                arguments("user-agent", "evil"),
                arguments("Expect", "100-continue"),
                arguments("Connection", "close"),
                arguments("Upgrade", "h2c"),
                arguments("Retry-After", "99"),
                arguments("JMSReplyTo", "queue"),
                arguments("JMSCorrelationID", "id"),
                arguments("JMSXGroupID", "group"),
                arguments("X_HYPHEN_HTTP_HYPHEN_Method", "DELETE"),
                arguments("plumeOutcome", "found"),
                arguments("plumeMessageId", "id"),
                arguments("plumeLookup", "x"),
                arguments("Custom", "value"),
                arguments("custom", Map.of("a", 1)),
                arguments("limit", 1),
                arguments("skip", 5),
                arguments("a value of two lines", "x\r\nAuthorization: Bearer evil"),
                arguments("a name\r\nX-Split", "x"),
                arguments("", "x"));
        return Stream.of(steering, query, others).flatMap(headers -> headers);
    }

    private static Stream<String> spellings(String name) {
        return Stream.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("hostileHeaders")
    void sendsTheSameRequestWhateverHeaderTheMessageHas(String name, Object value) {
        LookupOutcome outcome = ask(Map.of(name, value));
        assertThat(outcome.outcome()).isEqualTo(Outcome.FOUND);
        expectOurRequest();
    }

    @Test
    void sendsTheSameRequestWithAllThoseHeadersAtOnce() {
        Map<String, Object> all = new HashMap<>();
        hostileHeaders().map(Arguments::get).forEach(header -> all.put((String) header[0], header[1]));
        assertThat(ask(all).outcome()).isEqualTo(Outcome.FOUND);
        expectOurRequest();
    }

    @Test
    void sendsNoCookieAndNothingElseOfAnAnswerBack() {
        lookup("ACC-1");
        API.forget();
        lookup("ACC-1");
        expectOurRequest();
    }

    private static void expectOurRequest() {
        assertThat(ELSEWHERE.requests()).isEmpty();
        assertThat(API.requests()).hasSize(1);
        List<String> lines = API.requests().get(0).lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("GET /api/Partners/customers/search/ACC-1"
                        + "?field=accountId&exactMatch=true&startsWith=true&limit=10&skip=0 HTTP/1.1");
        List<String> headers = lines.subList(1, lines.size() - 1).stream()
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)
                        + line.substring(line.indexOf(':')))
                .toList();
        String host = "host: " + API.url().replaceAll("http://|/api", "");
        assertThat(headers).containsAll(OURS).contains(host);
        assertThat(headers.stream().filter(header -> !OURS.contains(header) && !header.equals(host)))
                .isSubsetOf("connection: keep-alive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACC-1", "", "NONE"})
    void leavesNoHeaderOnTheReply(String accountId) {
        if (accountId.equals("NONE")) {
            API.script((request, out) -> {
                throw new IOException("reset");
            });
        }
        Exchange reply = template.request("direct:plume-lookup", exchange -> {
            exchange.getMessage().setBody(accountId);
            exchange.getMessage().setHeader("Authorization", "Bearer of the sender");
            exchange.getMessage().setHeader("Custom", "value");
        });
        assertThat(reply.getException()).isNull();
        assertThat(reply.getMessage().getHeaders()).isEmpty();
        assertThat(reply.getMessage().getBody()).isInstanceOf(LookupOutcome.class);
        assertThat(reply.getAllProperties().toString()).doesNotContain("the-fixed-token");
    }

    @Test
    void givesTheSuccessChannelOneMessageForEachCustomerWithTwoHeadersOnly() throws Exception {
        MockEndpoint success = getMockEndpoint("mock:success");
        success.expectedMessageCount(2);
        getMockEndpoint("mock:error").expectedMessageCount(0);
        send("ACC-1");
        MockEndpoint.assertIsSatisfied(context);
        for (int match = 1; match <= 2; match++) {
            Message message = success.getExchanges().get(match - 1).getMessage();
            assertThat(message.getHeaders()).containsOnlyKeys("plumeMessageId", "plumeOutcome");
            assertThat(message.getHeader("plumeOutcome")).isEqualTo("found");
            assertThat(text(message)).contains("\"match\":" + match + ",\"matches\":2");
        }
    }

    @Test
    void namesTheHostsRouteInTheIdOfEachMessage() throws Exception {
        MockEndpoint success = getMockEndpoint("mock:success");
        success.expectedPropertyReceived(ChannelMessages.SOURCE, "host-route");
        success.message(0).header("plumeMessageId").regex("host-route:.+:1");
        success.message(1).header("plumeMessageId").regex("host-route:.+:2");
        success.expectedMessageCount(2);
        template.sendBody("direct:host", "ACC-1");
        success.assertIsSatisfied();
    }

    @Test
    void givesTheErrorChannelOneMessageWithTwoHeadersOnly() throws Exception {
        MockEndpoint error = getMockEndpoint("mock:error");
        error.expectedMessageCount(1);
        getMockEndpoint("mock:success").expectedMessageCount(0);
        API.script(RawServer.text(RawServer.whole("404 Not Found", "Set-Cookie: a=b\r\nJMSPriority: 99\r\n", "")));
        send("ACC-1");
        MockEndpoint.assertIsSatisfied(context);
        Message message = error.getExchanges().get(0).getMessage();
        assertThat(message.getHeaders()).containsOnlyKeys("plumeMessageId", "plumeOutcome");
        assertThat(message.getHeader("plumeOutcome")).isEqualTo("not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso-8859-1", "utf-16", "no-such-charset"})
    void writesChannelMessagesInItsOwnCharsetWhateverTheAnswersIs(String charset) {
        API.script(RawServer.text(
                RawServer.whole("404 Not Found", "Content-Type: text/html; charset=" + charset + "\r\n", "<html>")));
        send("Zo\u00eb");
        assertThat(text(getMockEndpoint("mock:error").getExchanges().get(0).getMessage()))
                .contains("\"accountId\":\"Zo\u00eb\"");
    }

    private static String text(Message message) {
        return new String(message.getBody(byte[].class), UTF_8);
    }

    private LookupOutcome ask(Map<String, Object> headers) {
        return template.requestBodyAndHeaders("direct:plume-lookup", "ACC-1", headers, LookupOutcome.class);
    }

    private void send(String accountId) {
        Exchange sent = template.send("direct:plume-lookup", ExchangePattern.InOnly, exchange -> {
            exchange.getMessage().setBody(accountId);
            hostileHeaders()
                    .map(Arguments::get)
                    .forEach(header -> exchange.getMessage().setHeader((String) header[0], header[1]));
        });
        assertThat(sent.getException()).isNull();
    }
}
