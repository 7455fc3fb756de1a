package org.plumelookup.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plumelookup.fake.FakeApiClient.json;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    private static final String GOOD_SCOPE = "scope=partnerId%3Afake-partner+role%3ApartnerIdAdmin";

    @Test
    void aTokenIsGoodForItsLifeAndNotLonger() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
        Tokens tokens = new Tokens(Duration.ofNanos(100), null, now::get);
        String token = "Bearer " + tokens.issue();
        now.addAndGet(99);
        assertThat(tokens.accepts(token)).isTrue();
        now.addAndGet(1);
        assertThat(tokens.accepts(token)).isFalse();
    }

    @Test
    void onlyIssuedTokensAreAcceptedUntilAllAreExpired() {
        Tokens tokens = new Tokens(Duration.ofMinutes(1), null, System::nanoTime);
        String one = tokens.issue();
        String two = tokens.issue();
        assertThat(one).isNotEqualTo(two);
        assertThat(tokens.accepts("Bearer " + one)).isTrue();
        assertThat(tokens.accepts("Bearer " + two)).isTrue();
        assertThat(tokens.accepts(one)).isFalse();
        assertThat(tokens.accepts(null)).isFalse();
        tokens.expireAll();
        assertThat(tokens.accepts("Bearer " + one)).isFalse();
    }

    @Test
    void aLogInGivesATokenThatOpensTheSearch() throws Exception {
        FakePlumeSettings settings =
                FakePlumeSettings.builder().tokenLife(Duration.ofSeconds(90)).build();
        try (FakePlume plume = new FakePlume(settings)) {
            FakeApiClient client = new FakeApiClient(plume);
            var token = json(client.logIn());
            assertThat(token.get("token_type").asText()).isEqualTo("Bearer");
            assertThat(token.get("expires_in").asInt()).isEqualTo(90);
            assertThat(token.get("scope").asText()).isEqualTo("partnerId:fake-partner role:partnerIdAdmin");
            client.authorization("Bearer " + token.get("access_token").asText());
            assertThat(client.search("a").statusCode()).isEqualTo(200);
            assertThat(client.authorization("Bearer guess").search("a").statusCode())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type=client_credentials,400,invalid_scope",
        "grant_type=client_credentials&scope=partnerId%3Aother+role%3ApartnerIdAdmin,400,invalid_scope",
        GOOD_SCOPE + ",400,invalid_request",
        "grant_type=%zz,400,invalid_request",
        "grant_type=password&" + GOOD_SCOPE + ",400,unsupported_grant_type"
    })
    void aWrongFormIsRefused(String form, int status, String error) throws Exception {
        try (FakePlume plume = new FakePlume()) {
            HttpResponse<String> response = new FakeApiClient(plume).logIn(plume.authorization(), form);
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(json(response).get("error").asText()).isEqualTo(error);
            assertThat(json(response).get("error_description").asText()).isNotBlank();
        }
    }

    @Test
    void aWrongClientIsRefused() throws Exception {
        try (FakePlume plume = new FakePlume()) {
            HttpResponse<String> response =
                    new FakeApiClient(plume).logIn("Basic wrong", "grant_type=client_credentials&" + GOOD_SCOPE);
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(json(response).get("error").asText()).isEqualTo("invalid_client");
        }
    }
}
