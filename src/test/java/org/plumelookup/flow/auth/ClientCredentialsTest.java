package org.plumelookup.flow.auth;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.budget.HoldTooLongException;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.demo.FakePlumeSettings;
import org.plumelookup.demo.Outage;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.LookupContext;
import org.plumelookup.support.RawServer;

/** Shows how a token is fetched, kept, renewed and given up, over real HTTP. */
@ResourceLock(LogCapture.LOG)
class ClientCredentialsTest {
    private final LogCapture log = new LogCapture();
    private FakePlume plume;

    @AfterEach
    void stop() {
        log.close();
        if (plume != null) {
            plume.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "partnerId:{partner-id} role:partnerIdAdmin,p-1,partnerId%3Ap-1+role%3ApartnerIdAdmin",
        "partnerId:x role:partnerIdAdmin,,partnerId%3Ax+role%3ApartnerIdAdmin",
        "a+b & c=d,,a%2Bb+%26+c%3Dd"
    })
    void sendsTheRequestThatThePortalWants(String scope, String partner, String encoded) throws Exception {
        try (RawServer tokens = new RawServer(grant("\"expires_in\":600"));
                RawServer api = new RawServer(RawServer.text(RawServer.whole("200 OK", "", "[]")));
                LookupContext lookup = new LookupContext(
                        api.url(),
                        "plume.auth.token=",
                        "plume.auth.token-url=" + tokens.url() + "/oauth2/cloud/v1/token",
                        "plume.auth.authorization=Basic YTpi",
                        "plume.auth.scope=" + scope,
                        "plume.api.partner-id=" + (partner == null ? "" : partner))) {
            assertThat(lookup.ask("ACC-1").outcome()).isEqualTo(Outcome.NO_MATCH);
            assertThat(api.requests().get(0)).contains("\r\nAuthorization: Bearer granted\r\n");
            assertThat(tokens.requests()).hasSize(1);
            String[] request = tokens.requests().get(0).split("\r\n\r\n", -1);
            assertThat(request[1]).isEqualTo("grant_type=client_credentials&scope=" + encoded);
            List<String> lines = request[0].lines().toList();
            assertThat(lines.get(0)).isEqualTo("POST /api/oauth2/cloud/v1/token HTTP/1.1");
            assertThat(lines.stream().skip(1).map(line -> line.replaceFirst("^(Content-Type: [^;]*).*", "$1")))
                    .containsExactlyInAnyOrder(
                            "Host: " + tokens.url().replaceAll("http://|/api", ""),
                            "Authorization: Basic YTpi",
                            "Accept: application/json",
                            "Cache-Control: no-cache",
                            "Content-Type: application/x-www-form-urlencoded",
                            "Content-Length: " + request[1].length(),
                            "Connection: keep-alive",
                            "User-Agent: plume-customer-lookup");
        }
    }

    @Test
    void logsInOnceHoweverManyLookUpAtTheSameTime() throws Exception {
        try (LookupContext lookup = plume(Duration.ofMinutes(10), "plume.concurrency=50")) {
            List<CompletableFuture<LookupOutcome>> asking = IntStream.range(0, 500)
                    .mapToObj(n -> lookup.asking("ACC-" + n))
                    .toList();
            for (CompletableFuture<LookupOutcome> one : asking) {
                assertThat(one.get(180, SECONDS).outcome()).isEqualTo(Outcome.FOUND);
            }
            assertThat(plume.stats().logIns()).isOne();
            assertThat(plume.stats().searches()).isEqualTo(500);
        }
    }

    @Test
    void renewsATokenBeforeItsEndSoThatNoLookupNotices() throws Exception {
        try (LookupContext lookup = plume(Duration.ofSeconds(2), "plume.auth.renew-before=1900ms")) {
            untilLogIns(2, lookup);
            assertThat(plume.stats().tokensIssued()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Outage.class,
            names = {"TOKEN_DOWN", "TOKEN_INVALID"})
    void usesTheOldTokenToItsEndWhereTheRenewalFails(Outage outage) throws Exception {
        try (LookupContext lookup = plume(Duration.ofSeconds(3), "plume.auth.renew-before=3s")) {
            lookup.ask("ACC-1");
            plume.outage(outage);
            untilLogIns(2, lookup);
            LookupOutcome outcome = lookup.ask("ACC-2");
            assertThat(outcome.outcome()).isEqualTo(Outcome.FOUND);
            assertThat(outcome.calls()).isOne();
            assertThat(log.has("The token could not be renewed and is used for"))
                    .isTrue();
            assertThat(plume.stats().tokensIssued()).isOne();
            assertThat(log.has("Hold:")).isFalse();
        }
    }

    @Test
    void logsInOnceMoreOnA401() throws Exception {
        try (LookupContext lookup = plume(Duration.ofMinutes(10))) {
            lookup.ask("ACC-1");
            plume.expireTokens();
            LookupOutcome outcome = lookup.ask("ACC-2");
            assertThat(outcome.outcome()).isEqualTo(Outcome.FOUND);
            assertThat(outcome.calls()).isEqualTo(2);
            assertThat(plume.stats().logIns()).isEqualTo(2);
        }
    }

    @Test
    void logsInOnceMoreHoweverManyGetA401AtTheSameTime() throws Exception {
        try (LookupContext lookup = plume(Duration.ofMinutes(10), "plume.concurrency=50")) {
            lookup.ask("ACC-1");
            plume.expireTokens();
            List<CompletableFuture<LookupOutcome>> asking = IntStream.range(0, 100)
                    .mapToObj(n -> lookup.asking("A-" + n))
                    .toList();
            for (CompletableFuture<LookupOutcome> one : asking) {
                assertThat(one.get(180, SECONDS).outcome()).isEqualTo(Outcome.FOUND);
            }
            assertThat(plume.stats().logIns()).isEqualTo(2);
        }
    }

    @Test
    void takesTheSecond401OfALookupForItsAnswer() throws Exception {
        try (LookupContext lookup = plume(Duration.ofMinutes(10))) {
            LookupOutcome outcome = lookup.ask("S401-1");
            assertThat(outcome.outcome()).isEqualTo(Outcome.UNAUTHORIZED);
            assertThat(outcome.status()).isEqualTo(401);
            assertThat(outcome.calls()).isEqualTo(2);
            assertThat(plume.stats().logIns()).isEqualTo(2);
        }
    }

    @Test
    void doesNotLogInForEachOfManyAccountsOutsideTheTokensScope() throws Exception {
        try (LookupContext lookup = plume(Duration.ofMinutes(10))) {
            for (int n = 0; n < 50; n++) {
                assertThat(lookup.ask("S401-" + n).outcome()).isEqualTo(Outcome.UNAUTHORIZED);
                assertThat(lookup.ask("ONCE401-" + n).outcome()).isEqualTo(Outcome.FOUND);
            }
            assertThat(plume.stats().logIns()).isEqualTo(2);
        }
    }

    @Test
    void holdsWhileTheClientIsRefusedNamesTheKeyAndGoesOnWhenMended() throws Exception {
        expectHold(Outage.TOKEN_INVALID, "invalid_client", "plume.auth.authorization");
    }

    @Test
    void holdsWhileTheTokenEndpointIsDownAndGoesOnWhenItIsBack() throws Exception {
        expectHold(Outage.TOKEN_DOWN, "answered 500", "plume.auth.token-url");
    }

    @Test
    void holdsWhileTheTokenEndpointDoesNotAnswer() throws Exception {
        expectHold(Outage.RESET, "gave no answer", "plume.auth.token-url");
    }

    private void expectHold(Outage outage, String... why) throws Exception {
        try (LookupContext lookup = plume(Duration.ofMinutes(10))) {
            plume.outage(outage);
            List<CompletableFuture<LookupOutcome>> asking =
                    Stream.of("A", "B", "C").map(lookup::asking).toList();
            await().until(() -> log.has("Hold: the log-in fails: "));
            String hold = log.lines().stream()
                    .filter(line -> line.contains("Hold: "))
                    .findFirst()
                    .orElseThrow();
            Arrays.stream(why).forEach(part -> assertThat(hold).contains(part));
            assertThat(asking).noneMatch(CompletableFuture::isDone);
            plume.outage(Outage.NONE);
            for (CompletableFuture<LookupOutcome> one : asking) {
                LookupOutcome outcome = one.get(180, SECONDS);
                assertThat(outcome.outcome()).isEqualTo(Outcome.FOUND);
                assertThat(outcome.calls()).isOne();
            }
            assertThat(log.has("Hold ended")).isTrue();
            assertThat(plume.stats().tokensIssued()).isOne();
        }
    }

    @Test
    void doesNotAskAnInvalidTokenEndpointForEachAccountThatWaits() throws Exception {
        try (LookupContext lookup = plume(Duration.ofMinutes(10))) {
            plume.outage(Outage.TOKEN_INVALID);
            List<CompletableFuture<LookupOutcome>> asking = IntStream.range(0, 40)
                    .mapToObj(n -> lookup.asking("A-" + n))
                    .toList();
            await().until(() -> log.has("goes on until"));
            assertThat(plume.stats().logIns()).isLessThanOrEqualTo(3);
            plume.outage(Outage.NONE);
            for (CompletableFuture<LookupOutcome> one : asking) {
                assertThat(one.get(180, SECONDS).outcome()).isEqualTo(Outcome.FOUND);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "a":1                       | false
                    "expires_in":null           | false
                    "expires_in":"600"          | false
                    "expires_in":0              | true
                    "expires_in":-1             | true
                    "expires_in":"soon"         | true
                    "expires_in":[]             | true
                    "expires_in":1764300000     | true
                    "expires_in":99999999999999 | true
                    """)
    void takesATokenWhoseLifeIsNotToldOrOddForOneOfFiveMinutesAndTellsItOnce(String life, boolean odd)
            throws Exception {
        try (RawServer tokens = new RawServer(grant(life));
                RawServer api = new RawServer(RawServer.text(RawServer.whole("200 OK", "", "[]")));
                LookupContext lookup = logIn(api.url(), tokens.url())) {
            lookup.ask("ACC-1");
            lookup.ask("ACC-2");
            assertThat(tokens.requests()).hasSize(1);
            assertThat(api.requests()).allMatch(request -> request.contains("\r\nAuthorization: Bearer granted\r\n"));
            api.script(RawServer.text(RawServer.whole("401 Unauthorized", "", "")));
            lookup.ask("ACC-3");
            assertThat(tokens.requests()).hasSize(2);
            assertThat(log.lines().stream().filter(line -> line.contains("WARN") && line.contains("is used for 300 s")))
                    .hasSize(odd ? 1 : 0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    400 | {"error":"invalid_request","error_description":"The Authorization header is malformed"} | plume.auth.authorization
                    400 | {"errorCode":"E1","errorSummary":"Invalid value for 'client_id' parameter."}            | plume.auth.authorization
                    400 | {"error":"invalid_request","error_description":"A scope is needed"}                     | plume.auth.scope
                    400 | <html>Bad Request: invalid Authorization header</html>                                  | plume.auth.authorization
                    401 | <html>no</html>                                                                         | plume.auth.authorization
                    404 | <html>no</html>                                                                         | plume.auth.token-url
                    """)
    void namesTheKeyOfWhatTheAnswerIsAbout(int status, String body, String key) throws Exception {
        expectReason(RawServer.whole(status + " Refused", "", body), String.valueOf(status), "check " + key);
    }

    @Test
    void aTokenThatIsRevokedTwiceWithinAMinuteCostsNoAccountAndNoHold() throws Exception {
        try (LookupContext lookup = plume(Duration.ofMinutes(10), "plume.hold.refusals=20")) {
            for (int revoked = 1; revoked <= 3; revoked++) {
                assertThat(lookup.ask("ACC-1").outcome()).isEqualTo(Outcome.FOUND);
                assertThat(lookup.ask("ACC-2").outcome()).isEqualTo(Outcome.FOUND);
                plume.expireTokens();
                long begin = System.nanoTime();
                List<CompletableFuture<LookupOutcome>> asking = IntStream.range(0, 40)
                        .mapToObj(n -> lookup.asking("A-" + n))
                        .toList();
                for (CompletableFuture<LookupOutcome> one : asking) {
                    assertThat(one.get(180, SECONDS).outcome()).isEqualTo(Outcome.FOUND);
                }
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
                assertThat(plume.stats().logIns()).isEqualTo(1 + revoked);
            }
            assertThat(log.has("on a token that was accepted before: it was revoked before its end"))
                    .isTrue();
            assertThat(log.has("most likely the credential is wrong")).isFalse();
            assertThat(log.has("Hold")).isFalse();
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

    /** Gives up a hold at once, so that its reason can be read from what the lookup ends with. */
    private static void expectReason(String answer, String... parts) throws Exception {
        try (RawServer tokens = new RawServer(RawServer.text(answer));
                RawServer api = new RawServer(RawServer.text(RawServer.whole("200 OK", "", "[]")));
                LookupContext lookup = logIn(api.url(), tokens.url(), "plume.hold.max=1ms")) {
            assertThatThrownBy(() -> lookup.ask("ACC-1"))
                    .rootCause()
                    .isInstanceOf(HoldTooLongException.class)
                    .hasMessageContainingAll(parts);
            assertThat(tokens.requests()).hasSize(1);
            assertThat(api.requests()).isEmpty();
        }
    }

    /** Looks accounts up, each with one call and found, until there have been so many log-ins. */
    private void untilLogIns(int logIns, LookupContext lookup) {
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            LookupOutcome outcome = lookup.ask("ACC-1");
            assertThat(outcome.outcome()).isEqualTo(Outcome.FOUND);
            assertThat(outcome.calls()).isOne();
            return plume.stats().logIns() >= logIns;
        });
    }

    private LookupContext plume(Duration tokenLife, String... settings) throws Exception {
        plume = new FakePlume(FakePlumeSettings.builder().tokenLife(tokenLife).build());
        String[] ours = {
            "plume.auth.token=",
            "plume.auth.token-url=" + plume.tokenUrl(),
            "plume.auth.authorization=" + plume.authorization(),
            "plume.api.partner-id=" + plume.partnerId()
        };
        return new LookupContext(
                plume.url(), Stream.of(ours, settings).flatMap(Stream::of).toArray(String[]::new));
    }

    private static LookupContext logIn(String url, String tokenUrl, String... settings) throws Exception {
        String[] ours = {
            "plume.auth.token=",
            "plume.auth.token-url=" + tokenUrl,
            "plume.auth.authorization=Basic YTpi",
            "plume.auth.scope=x"
        };
        return new LookupContext(
                url, Stream.of(ours, settings).flatMap(Stream::of).toArray(String[]::new));
    }

    private static RawServer.Script grant(String life) {
        return RawServer.text(RawServer.whole(
                "200 OK",
                "Content-Type: application/json\r\n",
                "{\"token_type\":\"Bearer\",\"access_token\":\"granted\"," + life + "}"));
    }
}
