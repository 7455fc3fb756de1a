package org.plumelookup.flow.lookup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.observe.LookupMetrics;
import org.plumelookup.support.Flow;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.Patience;
import org.plumelookup.support.RawServer;

/** Shows that a connection which the server closed while it rested costs no account and no try of one. */
class DeadConnectionTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    // Longer than the 100 ms from which on a rested connection is checked: the rest itself is what is tested.
    private static final Duration RESTED = Duration.ofMillis(150);
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]";

    /** Answers the first request of a connection, and closes it at the second one without a word. */
    private static RawServer.Script once(String answer) {
        Set<OutputStream> used = ConcurrentHashMap.newKeySet();
        return (request, out) -> {
            if (!used.add(out)) {
                throw new IOException("closed");
            }
            out.write(answer.getBytes(ISO_8859_1));
        };
    }

    private static void expectAnswered(LookupOutcome outcome) {
        assertThat(outcome.outcome()).as(outcome.reason()).isEqualTo(Outcome.NO_MATCH);
        assertThat(outcome.calls()).isOne();
    }

    private static long calls(Flow flow) {
        return flow.context().hasService(LookupMetrics.class).getCalls();
    }

    @Test
    void aRequestThatMetOneGoesOutOnceMoreAndIsPaidFor() throws Exception {
        try (RawServer server = new RawServer(LONG, once(ANSWER));
                Flow flow = Flow.start(server.url(), "plume.retry.attempts", "1")) {
            for (int n = 0; n < 200; n++) {
                expectAnswered(flow.lookup("A" + n));
            }
            assertThat(server.requests()).hasSize(399);
            assertThat(calls(flow)).isEqualTo(399);
        }
    }

    @Test
    void manyAtATimeThatMeetDeadOnesAllGoOut() throws Exception {
        try (RawServer server = new RawServer(LONG, once(ANSWER));
                Flow flow = Flow.start(server.url(), "plume.retry.attempts", "1")) {
            List<CompletableFuture<LookupOutcome>> asking = IntStream.range(0, 200)
                    .mapToObj(n -> flow.lookupLater("A" + n))
                    .toList();
            for (CompletableFuture<LookupOutcome> one : asking) {
                expectAnswered(Patience.result(one));
            }
            assertThat(calls(flow)).isEqualTo(server.requests().size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60})
    void noRowIsLostWhereTheServerClosesUnasked(int idleMillis) throws Exception {
        try (RawServer server = new RawServer(Duration.ofMillis(idleMillis), RawServer.text(ANSWER));
                Flow flow =
                        Flow.start(server.url(), "plume.retry.attempts", "1", "plume.budget.calls-per-second", "15")) {
            for (int n = 0; n < 30; n++) {
                expectAnswered(flow.lookup("A" + n));
            }
            assertThat(server.requests()).hasSize(30);
            assertThat(calls(flow)).isBetween(30L, 60L);
        }
    }

    @Test
    void aRestedConnectionIsCheckedBeforeItIsUsed() throws Exception {
        try (RawServer server = new RawServer(Duration.ofMillis(60), RawServer.text(ANSWER));
                Flow flow = Flow.start(server.url())) {
            for (int n = 0; n < 8; n++) {
                expectAnswered(flow.lookup("A" + n));
                await().pollDelay(RESTED).until(() -> server.connections() == 0);
            }
            assertThat(calls(flow)).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n["})
    void anAnswerThatBreaksOffIsATryOfTheAccount(String begun) throws Exception {
        Set<OutputStream> used = ConcurrentHashMap.newKeySet();
        RawServer.Script script = (request, out) -> {
            boolean first = used.add(out);
            out.write((first ? ANSWER : begun).getBytes(ISO_8859_1));
            if (!first) {
                out.flush();
                throw new IOException("closed");
            }
        };
        try (RawServer server = new RawServer(LONG, script);
                Flow flow = Flow.start(server.url())) {
            expectAnswered(flow.lookup("A"));
            LookupOutcome outcome = flow.lookup("B");
            assertThat(outcome.outcome()).isEqualTo(Outcome.NO_MATCH);
            assertThat(outcome.calls()).isEqualTo(2);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void oneThatDiesFreshIsAFault() throws Exception {
        RawServer.Script dead = (request, out) -> {
            throw new IOException("closed");
        };
        try (RawServer server = new RawServer(dead);
                Flow flow = Flow.start(server.url())) {
            LookupOutcome outcome = flow.lookup("A");
            assertThat(outcome.outcome()).isEqualTo(Outcome.UNREACHABLE);
            assertThat(server.requests()).hasSize(3);
            assertThat(calls(flow)).isEqualTo(3);
        }
    }

    @Test
    void theTokenEndpointIsAskedOnceMoreToo() throws Exception {
        String token = "{\"access_token\":\"t\",\"expires_in\":2}";
        try (RawServer server = new RawServer(RawServer.text(RawServer.whole("200 OK", "", "[]")));
                RawServer tokens = new RawServer(
                        LONG,
                        once(String.format(
                                Locale.ROOT,
                                "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s",
                                token.length(),
                                token)));
                Flow flow = Flow.start(
                        server.url(),
                        "plume.auth.token",
                        "",
                        "plume.auth.token-url",
                        tokens.url(),
                        "plume.auth.authorization",
                        "Basic YTpi",
                        "plume.auth.scope",
                        "x",
                        "plume.budget.calls-per-second",
                        "5",
                        "plume.hold.max",
                        "1ms");
                LogCapture log = LogCapture.of(flow.context())) {
            for (int n = 0; n < 12; n++) {
                expectAnswered(flow.lookup("A" + n));
            }
            assertThat(tokens.requests()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(log.has("could not be renewed")).isFalse();
            assertThat(calls(flow))
                    .isEqualTo(tokens.requests().size() + server.requests().size());
        }
    }
}
