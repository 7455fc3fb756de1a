package org.plumelookup.flow.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.support.Flow;
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
    @ValueSource(
            strings = {"\"a\":1", "\"expires_in\":null", "\"expires_in\":\"600\"", "\"expires_in\":99999999999999"})
    void takesATokenWhoseLifeIsNotToldOrOdd(String life) throws Exception {
        try (RawServer tokens = new RawServer(grant(life));
                RawServer api = new RawServer(RawServer.text(RawServer.whole("200 OK", "", "[]")));
                Flow flow = logIn(api.url(), tokens.url())) {
            flow.lookup("ACC-1");
            flow.lookup("ACC-2");
            assertThat(tokens.requests()).hasSize(1);
            assertThat(api.requests()).allMatch(request -> request.contains("\r\nAuthorization: Bearer granted\r\n"));
        }
    }

    private static RawServer.Script grant(String life) {
        return RawServer.text(RawServer.whole(
                "200 OK",
                "Content-Type: application/json\r\n",
                "{\"token_type\":\"Bearer\",\"access_token\":\"granted\"," + life + "}"));
    }
}
