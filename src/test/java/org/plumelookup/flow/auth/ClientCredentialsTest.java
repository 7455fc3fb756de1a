package org.plumelookup.flow.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.support.Flow;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.Patience;
import org.plumelookup.support.RawServer;

/** One log-in, written as the portal wants it, serves all lookups for the life of its token. */
class ClientCredentialsTest extends LogInTestSupport {

    @ParameterizedTest
    @CsvSource({
        "partnerId:{partner-id} role:partnerIdAdmin,p-1,partnerId%3Ap-1+role%3ApartnerIdAdmin",
        "partnerId:x role:partnerIdAdmin,,partnerId%3Ax+role%3ApartnerIdAdmin",
        "a+b & c=d,,a%2Bb+%26+c%3Dd"
    })
    void sendsTheRequestThatThePortalWants(String scope, String partner, String encoded) throws Exception {
        try (RawServer tokens = new RawServer(grant("\"expires_in\":600"));
                RawServer api = new RawServer(RawServer.text(RawServer.whole("200 OK", "", "[]")));
                Flow flow = Flow.start(
                        api.url(),
                        "plume.auth.token",
                        "",
                        "plume.auth.token-url",
                        tokens.url() + "/oauth2/cloud/v1/token",
                        "plume.auth.authorization",
                        "Basic YTpi",
                        "plume.auth.scope",
                        scope,
                        "plume.api.partner-id",
                        (partner == null ? "" : partner))) {
            assertThat(flow.lookup("ACC-1").outcome()).isEqualTo(Outcome.NO_MATCH);
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
        try (Flow flow = plume(Duration.ofMinutes(10), "plume.concurrency", "50")) {
            List<CompletableFuture<LookupOutcome>> asking = IntStream.range(0, 500)
                    .mapToObj(n -> flow.lookupLater("ACC-" + n))
                    .toList();
            for (CompletableFuture<LookupOutcome> one : asking) {
                assertThat(Patience.result(one).outcome()).isEqualTo(Outcome.FOUND);
            }
            assertThat(plume.stats().logIns()).isOne();
            assertThat(plume.stats().searches()).isEqualTo(500);
        }
    }

    @Test
    void takesTheSecond401OfALookupForItsAnswer() throws Exception {
        try (Flow flow = plume(Duration.ofMinutes(10))) {
            LookupOutcome outcome = flow.lookup("S401-1");
            assertThat(outcome.outcome()).isEqualTo(Outcome.UNAUTHORIZED);
            assertThat(outcome.status()).isEqualTo(401);
            assertThat(outcome.calls()).isEqualTo(2);
            assertThat(plume.stats().logIns()).isEqualTo(2);
        }
    }

    @Test
    void doesNotLogInForEachOfManyAccountsOutsideTheTokensScope() throws Exception {
        try (Flow flow = plume(Duration.ofMinutes(10))) {
            for (int n = 0; n < 50; n++) {
                assertThat(flow.lookup("S401-" + n).outcome()).isEqualTo(Outcome.UNAUTHORIZED);
                assertThat(flow.lookup("ONCE401-" + n).outcome()).isEqualTo(Outcome.FOUND);
            }
            assertThat(plume.stats().logIns()).isEqualTo(2);
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
                Flow flow = logIn(api.url(), tokens.url());
                LogCapture log = LogCapture.of(flow.context())) {
            flow.lookup("ACC-1");
            flow.lookup("ACC-2");
            assertThat(tokens.requests()).hasSize(1);
            assertThat(api.requests()).allMatch(request -> request.contains("\r\nAuthorization: Bearer granted\r\n"));
            api.script(RawServer.text(RawServer.whole("401 Unauthorized", "", "")));
            flow.lookup("ACC-3");
            assertThat(tokens.requests()).hasSize(2);
            assertThat(log.lines().stream()
                            .filter(line -> line.contains("WARN") && line.contains("are used for 300 s")))
                    .hasSize(odd ? 1 : 0);
        }
    }

    @Test
    void aTokenThatIsRevokedTwiceWithinAMinuteCostsNoAccountAndNoHold() throws Exception {
        try (Flow flow = plume(Duration.ofMinutes(10), "plume.hold.canary", "true");
                LogCapture log = LogCapture.of(flow.context())) {
            for (int revoked = 1; revoked <= 3; revoked++) {
                assertThat(flow.lookup("ACC-1").outcome()).isEqualTo(Outcome.FOUND);
                assertThat(flow.lookup("ACC-2").outcome()).isEqualTo(Outcome.FOUND);
                plume.expireTokens();
                List<CompletableFuture<LookupOutcome>> asking = IntStream.range(0, 40)
                        .mapToObj(n -> flow.lookupLater("A-" + n))
                        .toList();
                for (CompletableFuture<LookupOutcome> one : asking) {
                    assertThat(Patience.result(one).outcome()).isEqualTo(Outcome.FOUND);
                }
                assertThat(plume.stats().logIns()).isEqualTo(1 + revoked);
            }
            assertThat(log.has("for a token that was accepted before: most likely it was revoked before its end"))
                    .isTrue();
            assertThat(log.has("most likely the credential is wrong")).isFalse();
            assertThat(log.has("Hold")).isFalse();
        }
    }

    private static RawServer.Script grant(String life) {
        return RawServer.text(RawServer.whole(
                "200 OK",
                "Content-Type: application/json\r\n",
                "{\"token_type\":\"Bearer\",\"access_token\":\"granted\"," + life + "}"));
    }
}
