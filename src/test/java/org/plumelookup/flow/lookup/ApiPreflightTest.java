package org.plumelookup.flow.lookup;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumelookup.lookup.ApiPreflight;
import org.plumelookup.settings.Settings;

/** One search for nobody says what a status means for the settings, and which key to check. */
class ApiPreflightTest {
    private static final String SECRET = "Bearer of-the-preflight";
    private static final String ERROR = "{\"error\":{\"statusCode\":0,\"name\":\"x\",\"message\":\"" + SECRET + "\"}}";

    @RegisterExtension
    static final WireMockExtension API = WireMockExtension.newInstance()
            .options(options().dynamicPort().jettyAcceptors(1))
            .build();

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accountId  | 200 | []                     | true  | customers: 0",
                "accountId  | 200 | [{\"id\":\"c\"}]       | true  | customers: 1",
                "accountId  | 200 | <html>log in</html>    | false |"
                        + " not complete JSON; check plume.api.url; the body begins: <html>",
                "accountId  | 301 |                        | false | 301: this is not the API; check plume.api.url",
                "accountId  | 401 | ERROR                  | false |"
                        + " 401: it does not accept the credential; check plume.auth.token",
                "accountId  | 403 | ERROR                  | false |"
                        + " 403: the credential has no permission to search here; check plume.auth.token and"
                        + " plume.api.partner-id",
                "accountId  | 403 | <html>blocked</html>   | false | the firewall blocks after too many calls",
                "accountId  | 404 | ERROR                  | false |"
                        + " 404: no search at this address; check plume.api.url",
                "locationId | 404 | ERROR                  | true  | knows no such location",
                "locationId | 404 | <html>nothing</html>   | false | check plume.api.url",
                "accountId  | 422 | ERROR                  | false | check plume.search.field",
                "accountId  | 429 | ERROR                  | false | too many calls; check again later",
                "accountId  | 503 | ERROR                  | false | server error; check again later"
            })
    void aStatusIsToldWithTheKeyToLookAt(String field, int status, String body, boolean ok, String text)
            throws Exception {
        API.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Date", "Wed, 21 Oct 2015 07:28:00 GMT")
                        .withBody(body == null ? "" : body.replace("ERROR", ERROR))));
        ApiPreflight.SearchResult answer = search(field);
        assertThat(answer.text()).contains(text).doesNotContain("of-the-preflight");
        assertThat(answer.ok()).isEqualTo(ok);
        assertThat(answer.serverTime()).isEqualTo(Instant.parse("2015-10-21T07:28:00Z"));
        assertThat(API.getAllServeEvents()).hasSize(1);
        assertThat(API.getAllServeEvents()
                        .get(0)
                        .getRequest()
                        .header("Authorization")
                        .firstValue())
                .isEqualTo(SECRET);
    }

    @Test
    void noAnswerIsToldAfterOneTry() throws Exception {
        API.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        ApiPreflight.SearchResult answer = search("accountId");
        assertThat(answer.text()).contains("No answer from the API", "check plume.api.url");
        assertThat(answer.ok()).isFalse();
        assertThat(answer.serverTime()).isNull();
        assertThat(API.getAllServeEvents()).hasSize(1);
    }

    private ApiPreflight.SearchResult search(String field) throws Exception {
        Settings keys = new Settings(key -> switch (key) {
            case "plume.api.url" -> Optional.of("http://localhost:" + API.getPort() + "/api");
            case "plume.auth.token" -> Optional.of(SECRET);
            case "plume.search.field" -> Optional.of(field);
            default -> Optional.empty();
        });
        ApiPreflight preflight = ApiPreflight.in(context, keys);
        preflight.logIn();
        return preflight.search();
    }
}
