package org.plumelookup.flow.lookup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.lookup.OutcomeJson;
import org.plumelookup.resilience.HoldTooLongException;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.support.Flow;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.RawServer;

/**
 * Shows that no secret is in a log, an outcome or an exception, even if the other side repeats it.
 *
 * <p>{@code org.plumelookup} may be logged at TRACE and {@code org.apache.camel} at DEBUG. {@code org.apache.hc} prints
 * each call as it is, so it stays at INFO.
 */
@ResourceLock(LogCapture.LOG)
class NoSecretTest {
    private static final String FIXED = "fixed-token/" + "0123456789abcdef".repeat(4) + "==";
    private static final String LONG = "eyJhbGciOiJSUzI1NiJ9." + "LongClaims0123456789".repeat(150) + ".sig";
    private static final String ACCESS = "access-token-" + "fedcba9876543210".repeat(4);
    private static final String SECRET = "s3cret!of?the+client";
    private static final String BASIC = Base64.getEncoder().encodeToString(("client:" + SECRET).getBytes(UTF_8));
    private static final int TELLING = 24; // a shorter piece of a token is of no use to anybody

    private static LogCapture log;
    private static RawServer api;
    private static RawServer tokens;
    private static Flow fixed;
    private static Flow withoutBearer;
    private static Flow loggedIn;

    private final List<String> seen = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        log = new LogCapture().level("org.plumelookup", Level.TRACE).level("org.apache.camel", Level.DEBUG);
        api = new RawServer(RawServer.text("nobody asks yet"));
        tokens = new RawServer(echo(json("200 OK", "{'access_token':'" + ACCESS + "','expires_in':600}")));
        fixed = Flow.start(api.url(), "plume.auth.token", "Bearer " + FIXED);
        withoutBearer = Flow.start(api.url(), "plume.auth.token", LONG);
        loggedIn = logIn(api, tokens);
    }

    @AfterAll
    static void stop() throws Exception {
        fixed.close();
        withoutBearer.close();
        loggedIn.close();
        api.close();
        tokens.close();
        log.close();
    }

    @AfterEach
    void nothingIsTold() {
        assertThat(log.lines()).anyMatch(line -> line.contains("DEBUG org.apache.camel"));
        seen.addAll(log.lines());
        log.forget();
        List<String> telling = Stream.of(FIXED, LONG, ACCESS, BASIC)
                .flatMap(secret -> Stream.of(secret.substring(0, TELLING), secret.substring(secret.length() - TELLING)))
                .toList();
        for (String text : seen) {
            assertThat(text).doesNotContain(telling).doesNotContain(SECRET);
        }
    }

    /** Lists answers that repeat the Authorization header; SECRET stands for it. */
    static Stream<Arguments> echoes() {
        return Stream.of(
                arguments("401", json("401 Unauthorized", "{'error':{'message':'bad SECRET'}}")),
                arguments("401 in HTML", json("401 Unauthorized", "<html>SECRET")),
                arguments("403", json("403 Forbidden", "{'error':{'message':'SECRET'}}")),
                arguments("404", json("404 Not Found", "{'error':{'message':'SECRET SECRET'}}")),
                arguments("422", json("422 No", "{'error':{'message':'Bearer  SECRET'}}")),
                arguments("500", json("500 No", "{'error':{'message':'SECRET'}}")),
                arguments("418", json("418 Teapot", "Authorization: SECRET")),
                arguments("302", "HTTP/1.1 302 No\r\nConnection: close\r\nLocation: http://x/?SECRET\r\n\r\nSECRET"),
                arguments("HTML", json("200 OK", "<html>Authorization: SECRET</html>")),
                arguments("much HTML", json("200 OK", "<html>Authorization: SECRET</html>".repeat(100))),
                arguments("a cut token", json("200 OK", "x".repeat(250) + "SECRET")),
                arguments("half the JSON", json("200 OK", "[{'id':'c1','name':'SECRET'")),
                arguments("a token as JSON", json("200 OK", "SECRET")),
                arguments("a bad status line", "HTTP/7.0 200 SECRET\r\n\r\n"),
                arguments("no status line", "SECRET\r\n\r\n"),
                arguments("a status that is no number", "HTTP/1.1 SECRET OK\r\n\r\n"),
                arguments("a bad header", "HTTP/1.1 200 OK\r\nSECRET\r\n\r\n[]"),
                arguments("a bad length", "HTTP/1.1 200 OK\r\nContent-Length: SECRET\r\n\r\n[]"),
                arguments("a bad coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: SECRET\r\n\r\n[]"),
                arguments("a bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nSECRET\r\n"),
                arguments("a bad type", "HTTP/1.1 200 OK\r\nContent-Type: SECRET\r\nConnection: close\r\n\r\n[]"),
                arguments("a bad wait", "HTTP/1.1 429 No\r\nRetry-After: SECRET\r\nConnection: close\r\n\r\n[]"),
                arguments("a cookie", "HTTP/1.1 200 OK\r\nSet-Cookie: a=SECRET\r\nConnection: close\r\n\r\n[]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("echoes")
    void isToldOfATokenThatTheApiRepeats(String name, String answer) {
        api.script(echo(answer));
        for (Flow flow : List.of(fixed, withoutBearer, loggedIn)) {
            see(flow.lookup("ACC-1"));
        }
    }

    static Stream<Arguments> logIns() {
        return Stream.concat(
                echoes().filter(echo -> ((String) echo.get()[0]).matches("401.*|.*bad (status|header|chunk).*|.*HTML")),
                Stream.of(
                        arguments("an error", json("400 No", "{'error':'SECRET'}")),
                        arguments("a description", json("401 No", "{'error':'x','error_description':'SECRET'}")),
                        arguments("a secret", json("401 No", "{'error':'x','error_description':'no " + SECRET + "'}")),
                        arguments("a bad token", json("200 OK", "{'access_token':'SECRET \\u00e9','expires_in':600}")),
                        arguments("a cut answer", json("200 OK", "{'access_token':'" + ACCESS + "','expi")),
                        arguments("a token and a fault", json("500 No", "{'access_token':'" + ACCESS + "'}"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("logIns")
    void isToldOfTheClientWhereTheLogInFails(String name, String answer) throws Exception {
        try (RawServer refusing = new RawServer(echo(answer));
                Flow flow = logIn(api, refusing)) {
            expectHold(flow);
        }
    }

    @Test
    void isToldOfATokenWithAnOddLife() throws Exception {
        String grant = "{'access_token':'" + ACCESS + "','expires_in':'" + ACCESS + " SECRET'}";
        try (RawServer tokens = new RawServer(echo(json("200 OK", grant)));
                Flow flow = logIn(api, tokens)) {
            api.script(RawServer.text(RawServer.whole("200 OK", "", "[]")));
            see(flow.lookup("ACC-1"));
            assertThat(log.has("expires_in=(not a number)")).isTrue();
        }
    }

    @Test
    void isToldWhereNobodyListens() throws Exception {
        RawServer gone = new RawServer(RawServer.text(""));
        gone.close();
        try (Flow flow = Flow.start(gone.url(), "plume.auth.token", FIXED)) {
            see(flow.lookup("ACC-1"));
        }
        try (Flow flow = logIn(gone, gone)) {
            expectHold(flow);
        }
    }

    static Stream<Arguments> badSettings() {
        return Stream.of(
                arguments("plume.auth.token", FIXED + "\r\nX-Split: 1"),
                arguments("plume.auth.token", FIXED + "\u00e9"),
                arguments("plume.auth.authorization", BASIC),
                arguments("plume.auth.authorization", "Basic client:" + SECRET),
                arguments("plume.auth.authorization", "Bearer " + ACCESS),
                arguments("plume.auth.token-url", "http://client:" + SECRET + "@example.com/"),
                arguments("plume.api.url", "http://client:" + SECRET + "@example.com/"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badSettings")
    void isToldByAStartThatIsRefused(String key, String value) throws Exception {
        String url = "http://127.0.0.1:1/api";
        String[] settings = key.equals("plume.auth.token") || key.equals("plume.api.url")
                ? new String[] {key, value}
                : new String[] {
                    "plume.auth.token",
                    "",
                    "plume.auth.token-url",
                    "http://127.0.0.1:1/",
                    "plume.auth.authorization",
                    "Basic " + BASIC,
                    "plume.auth.scope",
                    "x",
                    key,
                    value
                };
        try (Flow flow = Flow.start(url, settings)) {
            assertThat(flow).as("a context that should not start").isNull();
        } catch (Exception e) {
            assertThat(e).isInstanceOf(ConfigurationException.class).hasMessageContaining(key);
            see(e);
        }
    }

    private static Flow logIn(RawServer api, RawServer tokens) throws Exception {
        return Flow.start(
                api.url(),
                "plume.auth.token",
                "",
                "plume.auth.token-url",
                tokens.url(),
                "plume.auth.authorization",
                "Basic " + BASIC,
                "plume.auth.scope",
                "partnerId:p role:partnerIdAdmin",
                "plume.hold.max",
                "1ms");
    }

    private void expectHold(Flow flow) {
        assertThatThrownBy(() -> flow.lookup("ACC-1"))
                .hasRootCauseInstanceOf(HoldTooLongException.class)
                .satisfies(this::see);
        assertThat(log.has("WARN org.plumelookup.resilience.CircuitBreaker")).isTrue();
    }

    private void see(LookupOutcome outcome) {
        seen.add(outcome.toString());
        seen.add(OutcomeJson.reply(outcome));
        seen.addAll(OutcomeJson.documents(outcome));
    }

    private void see(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        seen.add(text.toString());
    }

    private static String json(String status, String body) {
        // The length is not compared: it depends on what SECRET stands for.
        return "HTTP/1.1 " + status + "\r\nConnection: close\r\n\r\n" + body.replace('\'', '"');
    }

    /** Answers with a text in which SECRET is replaced by the value of the Authorization header. */
    private static RawServer.Script echo(String answer) {
        return (request, out) -> {
            String header = request.lines()
                    .filter(line -> line.startsWith("Authorization: "))
                    .findFirst()
                    .orElseThrow()
                    .substring("Authorization: ".length());
            out.write(answer.replace("SECRET", header).getBytes(ISO_8859_1));
        };
    }
}
