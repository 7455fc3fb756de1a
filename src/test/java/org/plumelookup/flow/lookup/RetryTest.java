package org.plumelookup.flow.lookup;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static java.time.ZoneOffset.UTC;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.support.Flow;
import org.plumelookup.support.FlowTestSupport;
import org.plumelookup.support.Patience;

/** Shows how often and how soon a call is repeated, and that nobody else waits meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetryTest extends FlowTestSupport {
    @RegisterExtension
    static final WireMockExtension API = WireMockExtension.newInstance()
            .options(options().dynamicPort().jettyAcceptors(1))
            .build();

    @Override
    protected Map<String, String> settings() {
        return Flow.settings("http://localhost:" + API.getPort() + "/api", "plume.retry.delay", "1ms");
    }

    @ParameterizedTest
    @CsvSource({"429", "503"})
    void waitsAsLongAsTheApiAsks(int status) {
        failing(aResponse().withStatus(status).withHeader("Retry-After", "1"));
        assertThat(lookup("ACC-1").outcome()).isEqualTo(Outcome.NO_MATCH);
        assertThat(oneWait()).isBetween(990L, 30_000L);
    }

    @Test
    void waitsUntilTheDateThatTheApiNames() {
        ZonedDateTime date = ZonedDateTime.now(UTC).plusSeconds(2);
        failing(aResponse().withStatus(503).withHeader("Retry-After", RFC_1123_DATE_TIME.format(date)));
        assertThat(lookup("ACC-1").outcome()).isEqualTo(Outcome.NO_MATCH);
        Date again = events().get(1).getRequest().getLoggedDate();
        assertThat(again.toInstant()).isAfterOrEqualTo(date.withNano(0).toInstant());
        assertThat(oneWait()).isLessThan(15_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3600", "999999999", "Tue, 31 Dec 2999 23:59:59 GMT"})
    void waitsNoLongerThanItMay(String retryAfter) throws Exception {
        try (Flow hasty = flow("plume.retry.max-delay", "200ms")) {
            failing(aResponse().withStatus(429).withHeader("Retry-After", retryAfter));
            assertThat(hasty.lookup("ACC-1").outcome()).isEqualTo(Outcome.NO_MATCH);
            assertThat(oneWait()).isBetween(190L, 20_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "", "soon", "-20", "20.5", "99999999999999999999", "Fri, 31 Dec 1999 23:59:59 GMT"})
    void waitsAsUsualWhereTheApiAsksForNothingSensible(String retryAfter) {
        failing(aResponse().withStatus(503).withHeader("Retry-After", retryAfter));
        assertThat(lookup("ACC-1").outcome()).isEqualTo(Outcome.NO_MATCH);
        assertThat(oneWait()).isLessThan(15_000);
    }

    @Test
    void heedsRetryAfterOnlyWhereTheApiIsBusy() {
        failing(aResponse().withStatus(500).withHeader("Retry-After", "20"));
        assertThat(lookup("ACC-1").outcome()).isEqualTo(Outcome.NO_MATCH);
        assertThat(oneWait()).isLessThan(15_000);
    }

    @ParameterizedTest
    @CsvSource({"1,500", "1,429", "2,503", "5,504", "5,429"})
    void makesExactlyAsManyCallsAsItMay(int attempts, int status) throws Exception {
        API.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
        try (Flow some = flow("plume.retry.attempts", String.valueOf(attempts), "plume.retry.delay", "1ms")) {
            LookupOutcome outcome = some.lookup("ACC-1");
            assertThat(outcome.calls()).isEqualTo(attempts);
            assertThat(outcome.reason()).contains(String.format(Locale.ROOT, "after %d call", attempts));
            assertThat(events()).hasSize(attempts);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 418, 422})
    void neverRepeatsACallThatWasAnswered(int status) {
        API.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Retry-After", "0")
                        .withBody("{\"error\":{\"message\":\"no\"}}")));
        assertThat(lookup("ACC-1").calls()).isOne();
        assertThat(events()).hasSize(1);
    }

    @Test
    void waitsLongerFromCallToCall() throws Exception {
        API.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));
        try (Flow slow = flow("plume.retry.attempts", "5", "plume.retry.delay", "80ms")) {
            slow.lookup("ACC-1");
        }
        List<Long> waits = waits();
        assertThat(waits).hasSize(4);
        for (int n = 0; n < 4; n++) {
            // At least half of 80, 160, 320, 640 ms; the server's log is exact to a millisecond.
            assertThat(waits.get(n)).isGreaterThanOrEqualTo((40L << n) - 2);
        }
    }

    @Test
    void letsAnotherLookupThroughWhileItWaitsForItsRetry() throws Exception {
        API.stubFor(any(urlPathMatching(".*/BUSY"))
                .willReturn(aResponse().withStatus(503).withHeader("Retry-After", "30")));
        API.stubFor(any(urlPathMatching(".*/NEXT-.*")).willReturn(okJson("[]")));
        try (Flow one = flow("plume.concurrency", "1")) {
            one.context().getShutdownStrategy().setTimeout(1);
            CompletableFuture<?> busy = one.lookupLater("BUSY");
            await().until(() -> events().size() == 1);
            Patience.result(CompletableFuture.allOf(one.lookupLater("NEXT-1"), one.lookupLater("NEXT-2")));
            assertThat(busy).isNotDone();
        }
    }

    private static Flow flow(String... settings) throws Exception {
        return Flow.start("http://localhost:" + API.getPort() + "/api", settings);
    }

    private static void failing(ResponseDefinitionBuilder first) {
        API.stubFor(any(anyUrl())
                .inScenario("once")
                .whenScenarioStateIs(STARTED)
                .willSetStateTo("again")
                .willReturn(first));
        API.stubFor(
                any(anyUrl()).inScenario("once").whenScenarioStateIs("again").willReturn(okJson("[]")));
    }

    /** Returns the calls, oldest first. */
    private static List<ServeEvent> events() {
        return API.getAllServeEvents().stream()
                .sorted(Comparator.comparing(event -> event.getRequest().getLoggedDate()))
                .toList();
    }

    private static long oneWait() {
        List<Long> waits = waits();
        assertThat(waits).hasSize(1);
        return waits.get(0);
    }

    /** Returns the times between the calls in milliseconds. */
    private static List<Long> waits() {
        List<Long> times = events().stream()
                .map(event -> event.getRequest().getLoggedDate().getTime())
                .toList();
        return IntStream.range(1, times.size())
                .mapToObj(n -> times.get(n) - times.get(n - 1))
                .toList();
    }
}
