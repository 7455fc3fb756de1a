package org.plumelookup.flow.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.fake.Outage;
import org.plumelookup.resilience.HoldTooLongException;
import org.plumelookup.support.Flow;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.Patience;
import org.plumelookup.support.RawServer;

/** While nobody can log in lookups wait, the endpoint is asked seldom, and the key to check is named. */
class LogInFailureTest extends LogInTestSupport {

    @Test
    void holdsWhileTheClientIsRefusedNamesTheKeyAndGoesOnWhenMended() throws Exception {
        expectHold(Outage.TOKEN_INVALID, "invalid_client", "plume.auth.authorization");
    }

    @Test
    void holdsWhileTheTokenEndpointIsDownAndGoesOnWhenItIsBack() throws Exception {
        expectHold(Outage.TOKEN_DOWN, "returned 500", "plume.auth.token-url");
    }

    @Test
    void holdsWhileTheTokenEndpointDoesNotAnswer() throws Exception {
        expectHold(Outage.RESET, "no response", "plume.auth.token-url");
    }

    @Test
    void doesNotAskAnInvalidTokenEndpointForEachAccountThatWaits() throws Exception {
        try (Flow flow = plume(Duration.ofMinutes(10))) {
            plume.outage(Outage.TOKEN_INVALID);
            List<CompletableFuture<LookupOutcome>> asking = IntStream.range(0, 40)
                    .mapToObj(n -> flow.lookupLater("A-" + n))
                    .toList();
            await().until(() -> plume.stats().logIns() >= 2); // the first probe has failed, too
            assertThat(plume.stats().logIns()).isLessThanOrEqualTo(3);
            plume.outage(Outage.NONE);
            for (CompletableFuture<LookupOutcome> one : asking) {
                assertThat(Patience.result(one).outcome()).isEqualTo(Outcome.FOUND);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "",
                "<html>",
                "{\"access_token\":\"\",\"expires_in\":600}",
                "{\"access_token\":null,\"expires_in\":600}",
                "{\"access_token\":\"a b\",\"expires_in\":600}",
                "{\"access_token\":\"a\\r\\nX-Split: 1\",\"expires_in\":600}"
            })
    void holdsWhereTheAnswerHasNoUsableToken(String answer) throws Exception {
        expectReason(RawServer.whole("200 OK", "", answer), "no usable access_token", "plume.auth.token-url");
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_client,plume.auth.authorization",
        "invalid_grant,plume.auth.authorization",
        "invalid_scope,plume.auth.scope",
        "invalid_request,plume.auth.token-url",
        "unsupported_grant_type,plume.auth.token-url"
    })
    void namesTheKeyToCheck(String error, String key) throws Exception {
        String body = "{\"error\":\"" + error + "\",\"error_description\":\"told so\"}";
        expectReason(RawServer.whole("400 Bad Request", "", body), "400", error + ": told so", "check " + key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    400 | {"error":"x","error_description":"bad Authorization header"} | plume.auth.authorization
                    400 | {"errorCode":"E1","errorSummary":"Invalid 'client_id'."}     | plume.auth.authorization
                    400 | {"error":"x","error_description":"A scope is needed"}        | plume.auth.scope
                    400 | <html>Bad Request: invalid Authorization header</html>       | plume.auth.authorization
                    401 | <html>no</html>                                              | plume.auth.authorization
                    404 | <html>no</html>                                              | plume.auth.token-url
                    """)
    void namesTheKeyOfWhatTheAnswerIsAbout(int status, String body, String key) throws Exception {
        expectReason(RawServer.whole(status + " Refused", "", body), String.valueOf(status), "check " + key);
    }

    private void expectHold(Outage outage, String... why) throws Exception {
        try (Flow flow = plume(Duration.ofMinutes(10));
                LogCapture log = LogCapture.of(flow.context())) {
            plume.outage(outage);
            List<CompletableFuture<LookupOutcome>> asking =
                    Stream.of("A", "B", "C").map(flow::lookupLater).toList();
            await().until(() -> log.has("Hold: the log-in fails: "));
            String hold = log.lines().stream()
                    .filter(line -> line.contains("Hold: "))
                    .findFirst()
                    .orElseThrow();
            Arrays.stream(why).forEach(part -> assertThat(hold).contains(part));
            assertThat(asking).noneMatch(CompletableFuture::isDone);
            plume.outage(Outage.NONE);
            for (CompletableFuture<LookupOutcome> one : asking) {
                LookupOutcome outcome = Patience.result(one);
                assertThat(outcome.outcome()).isEqualTo(Outcome.FOUND);
                assertThat(outcome.calls()).isOne();
            }
            assertThat(log.has("Hold ended")).isTrue();
            assertThat(plume.stats().tokensIssued()).isOne();
        }
    }

    /** Gives up a hold at once, so that its reason can be read from what the lookup ends with. */
    private static void expectReason(String answer, String... parts) throws Exception {
        try (RawServer tokens = new RawServer(RawServer.text(answer));
                RawServer api = new RawServer(RawServer.text(RawServer.whole("200 OK", "", "[]")));
                Flow flow = logIn(api.url(), tokens.url(), "plume.hold.max", "1ms")) {
            assertThatThrownBy(() -> flow.lookup("ACC-1"))
                    .rootCause()
                    .isInstanceOf(HoldTooLongException.class)
                    .hasMessageContainingAll(parts);
            assertThat(api.requests()).isEmpty();
        }
    }
}
