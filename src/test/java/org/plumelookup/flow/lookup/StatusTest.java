package org.plumelookup.flow.lookup;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumelookup.api.Outcome;

/** The status of an answer says what becomes of a lookup, and how many calls that takes. */
class StatusTest extends AnswerTestSupport {
    @RegisterExtension
    final WireMockExtension elsewhere = WireMockExtension.newInstance()
            .options(options().dynamicPort().jettyAcceptors(1))
            .build();

    Stream<Arguments> answers() {
        String unforeseen = "Unexpected status";
        String temporary = "after 3 calls";
        return Stream.of(
                arguments("200 customers", json(200, CUSTOMER), Outcome.FOUND, 200, 1, null),
                arguments("200 []", json(200, "[]"), Outcome.NO_MATCH, 200, 1, "may not be provisioned yet"),
                arguments("200 [ ] in blanks", json(200, " [\n]\t"), Outcome.NO_MATCH, 200, 1, "no such customer"),
                arguments("201", json(201, CUSTOMER), Outcome.UNEXPECTED, 201, 1, unforeseen),
                arguments("202", json(202, "[]"), Outcome.UNEXPECTED, 202, 1, unforeseen),
                arguments("204", aResponse().withStatus(204), Outcome.UNEXPECTED, 204, 1, "the body is empty"),
                arguments("206", json(206, CUSTOMER), Outcome.UNEXPECTED, 206, 1, unforeseen),
                arguments("301", elsewhere(301), Outcome.UNEXPECTED, 301, 1, "status 301"),
                arguments("302", elsewhere(302), Outcome.UNEXPECTED, 302, 1, "status 302"),
                arguments("303", elsewhere(303), Outcome.UNEXPECTED, 303, 1, "status 303"),
                arguments("307", elsewhere(307), Outcome.UNEXPECTED, 307, 1, "status 307"),
                arguments("308", elsewhere(308), Outcome.UNEXPECTED, 308, 1, "status 308"),
                arguments("304", aResponse().withStatus(304), Outcome.UNEXPECTED, 304, 1, "status 304"),
                arguments("400", error(400), Outcome.UNEXPECTED, 400, 1, unforeseen),
                arguments("401", error(401), Outcome.UNAUTHORIZED, 401, 1, "refuses the token"),
                arguments("401 in HTML", html(401), Outcome.UNAUTHORIZED, 401, 1, "refuses the token"),
                arguments("403", error(403), Outcome.FORBIDDEN, 403, 1, "It says: told 403"),
                arguments("404", error(404), Outcome.NOT_FOUND, 404, 1, "It says: told 404"),
                arguments("404 in HTML", html(404), Outcome.NOT_FOUND, 404, 1, "no such location"),
                arguments("407", error(407), Outcome.UNEXPECTED, 407, 1, unforeseen),
                arguments("409", error(409), Outcome.UNEXPECTED, 409, 1, "told 409"),
                arguments("418", error(418), Outcome.UNEXPECTED, 418, 1, unforeseen),
                arguments("422", error(422), Outcome.INVALID, 422, 1, "It says: told 422"),
                arguments("429", error(429), Outcome.UNEXPECTED, 429, ALL, "too many requests"),
                arguments("500", error(500), Outcome.SERVER_ERROR, 500, ALL, "after 3 calls. It says: told 500"),
                arguments("500 in HTML", html(500), Outcome.SERVER_ERROR, 500, ALL, temporary),
                arguments("501", error(501), Outcome.SERVER_ERROR, 501, ALL, temporary),
                arguments("502", html(502), Outcome.SERVER_ERROR, 502, ALL, temporary),
                arguments("503", error(503), Outcome.SERVER_ERROR, 503, ALL, temporary),
                arguments("504", error(504), Outcome.SERVER_ERROR, 504, ALL, temporary),
                arguments("an error without a message", json(404, "{'error':{}}"), Outcome.NOT_FOUND, 404, 1, null),
                arguments("an error that is text", json(422, "{'error':'no'}"), Outcome.INVALID, 422, 1, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void endsALookupByStatus(
            String name, ResponseDefinitionBuilder answer, Outcome outcome, Integer status, int calls, String reason) {
        api.stubFor(any(anyUrl()).willReturn(answer));
        expect(lookup("ACC-1"), outcome, status, calls, reason);
        assertThat(api.getAllServeEvents()).hasSize(calls);
        assertThat(elsewhere.getAllServeEvents()).isEmpty();
    }

    @Test
    void keepsTheReasonShortAndOnOneLine() {
        api.stubFor(any(anyUrl()).willReturn(json(418, "a\r\n\u0000\u001b[31mb" + "x".repeat(900))));
        assertThat(lookup("ACC-1").reason())
                .hasSizeLessThan(400)
                .doesNotContainPattern("\\p{Cntrl}")
                .contains("a [31mb");
    }

    @Test
    void waitsForTheFirewallAndFailsNoAccount() {
        api.stubFor(any(anyUrl())
                .inScenario("wall")
                .whenScenarioStateIs("Started")
                .willReturn(html(403).withHeader("Retry-After", "1"))
                .willSetStateTo("open"));
        api.stubFor(any(anyUrl()).inScenario("wall").whenScenarioStateIs("open").willReturn(json(200, CUSTOMER)));
        expect(lookup("ACC-1"), Outcome.FOUND, 200, 2, null);
    }

    private ResponseDefinitionBuilder elsewhere(int status) {
        return aResponse()
                .withStatus(status)
                .withHeader("Location", "http://localhost:" + elsewhere.getPort() + "/api/trap");
    }
}
