package org.plumelookup.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.plumelookup.fake.FakeApiClient.json;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakePlumeTest {
    private final FakePlume plume = new FakePlume(FakePlumeSettings.builder()
            .fixedToken("old token")
            .slowAnswer(Duration.ofMillis(200))
            .build());
    private final FakeApiClient client = new FakeApiClient(plume);

    @AfterEach
    void stop() {
        plume.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "a//b",
                "..",
                "100%",
                "%2F",
                "a?b#c",
                "a+b",
                "a b",
                "a;b=c",
                "a&b\"c'",
                "Müller",
                "東京",
                "🎉",
                "back\\slash",
                "{x}|^`<>[]",
                "tab\tand\nline",
                " blanks around ",
                "null ",
                "Null",
                "~-._!$*(),:@="
            })
    void decodesExactlyWhatTheCrmHolds(String accountId) throws Exception {
        HttpResponse<String> response = client.search(accountId);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).at("/0/accountId").asText()).isEqualTo(accountId);
        assertThat(plume.callsOf(accountId)).isOne();
    }

    @Test
    void keepsAPlusInAPathAsAPlus() throws Exception {
        HttpResponse<String> response = client.get(plume.url() + "/Partners/customers/search/a+b");
        assertThat(json(response).at("/0/accountId").asText()).isEqualTo("a+b");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/Partners/customers/search/%FF,400",
        "/api/Partners/customers/search/%C0%AF,400",
        "/api/Partners/customers/search/%ED%A0%80,400",
        "/api/Partners/customers/search/a/b,404",
        "/api/Partners/customers/search/,404",
        "/api/partners/customers/search/a,404",
        "/api/partners/fake-partner/customers/search/a,200",
        "/api/partners/another/customers/search/a,403",
        "/api/Customers/1,404",
        "/,404",
        "/fake/none,404"
    })
    void answersPathsAsTheApiDoes(String path, int status) throws Exception {
        HttpResponse<String> response = client.get(plume.url().replace("/api", path));
        assertThat(response.statusCode()).isEqualTo(status);
        if (status != 200) {
            assertThat(json(response).at("/error/statusCode").asInt()).isEqualTo(status);
        }
    }

    @Test
    void acceptsTheFixedTokenAsItIs() throws Exception {
        plume.expireTokens();
        assertThat(client.authorization("old token").search("a").statusCode()).isEqualTo(200);
        assertThat(client.authorization("Bearer old token").search("a").statusCode())
                .isEqualTo(401);
    }

    @Test
    void showsRequestsToAListenerAndReportsWhatItThrows() throws Exception {
        AtomicReference<Received> last = new AtomicReference<>();
        plume.onReceived(last::set);
        client.search("a b", "?limit=3");
        assertThat(last.get().accountId()).isEqualTo("a b");
        assertThat(last.get().rawPath()).endsWith("/a%20b");
        assertThat(last.get().rawQuery()).isEqualTo("limit=3");
        assertThat(last.get().headers()).containsKey("Authorization");
        plume.onReceived(request -> {
            throw new IllegalStateException("a fault of the test");
        });
        HttpResponse<String> response = client.search("a");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("a fault of the test");
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,200,200",
        "REFUSE_5XX,503,503",
        "GARBAGE,200,200",
        "SLOW,200,200",
        "ALL_401,401,200",
        "ALL_403,403,200",
        "TOKEN_DOWN,200,500",
        "TOKEN_INVALID,200,401"
    })
    void failsForEveryoneDuringAnOutage(Outage mode, int search, int logIn) throws Exception {
        plume.outage(mode);
        HttpResponse<String> found = client.search("a");
        assertThat(found.statusCode()).isEqualTo(search);
        assertThat(client.logIn().statusCode()).isEqualTo(logIn);
        if (mode == Outage.GARBAGE) {
            assertThatThrownBy(() -> json(found)).isInstanceOf(IOException.class);
        }
        plume.outage(Outage.NONE);
        assertThat(client.search("a").statusCode()).isEqualTo(200);
    }

    @Test
    void answersNobodyDuringAReset() throws Exception {
        plume.outage(Outage.RESET);
        assertThatThrownBy(() -> client.search("a")).isInstanceOf(IOException.class);
        assertThatThrownBy(client::logIn).isInstanceOf(IOException.class);
    }

    @Test
    void countsInTotalAndPerAccount() throws Exception {
        client.search("a");
        client.search("a");
        client.search("b");
        client.logIn();
        client.logIn("Basic wrong", "");
        client.get(plume.url());
        assertThat(plume.stats()).isEqualTo(new Stats(6, 3, 2, 1, 0, 6));
        assertThat(plume.callsPerAccount()).hasSize(2).containsEntry("a", 2L).containsEntry("b", 1L);
    }

    @Test
    void isSteeredOverHttpWithoutCounting() throws Exception {
        client.search("é\"");
        assertThat(client.post(plume.controlUrl() + "/outage?mode=ALL_401").statusCode())
                .isEqualTo(200);
        assertThat(client.search("b").statusCode()).isEqualTo(401);
        client.post(plume.controlUrl() + "/outage?mode=NONE");
        client.post(plume.controlUrl() + "/expire-tokens");
        assertThat(client.search("c").statusCode()).isEqualTo(401);
        assertThat(client.post(plume.controlUrl() + "/outage?mode=WAR").statusCode())
                .isEqualTo(422);
        client.post(plume.controlUrl() + "/block?time=1h");
        assertThat(client.search("d").body()).startsWith("<html>");
        var stats = json(client.get(plume.controlUrl() + "/stats?accounts=true"));
        assertThat(stats.get("calls").asInt()).isEqualTo(4);
        assertThat(stats.get("refused").asInt()).isOne();
        assertThat(stats.at("/accounts/é\"").asInt()).isOne();
    }

    @Test
    void refusesAboveTheWindowUntilThereIsRoom() throws Exception {
        FakePlumeSettings settings =
                FakePlumeSettings.builder().window(2, Duration.ofMillis(500)).build();
        try (FakePlume walled = new FakePlume(settings)) {
            FakeApiClient caller = new FakeApiClient(walled);
            assertThat(caller.logIn().statusCode()).isEqualTo(200);
            assertThat(caller.search("a").statusCode()).isEqualTo(200);
            HttpResponse<String> refused = caller.search("a");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).startsWith("<html>");
            assertThat(walled.stats().peak()).isEqualTo(3);
            await().pollInterval(Duration.ofMillis(300))
                    .until(() -> caller.search("a").statusCode() == 200);
        }
    }

    @Test
    void saysThatThePortIsInUse() {
        int port = URI.create(plume.url()).getPort();
        FakePlumeSettings same = FakePlumeSettings.builder().port(port).build();
        assertThatThrownBy(() -> new FakePlume(same)).hasMessageContaining("cannot listen on 127.0.0.1:" + port);
    }
}
