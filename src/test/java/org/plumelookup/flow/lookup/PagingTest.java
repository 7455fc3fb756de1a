package org.plumelookup.flow.lookup;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumelookup.api.Customer;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.Flow;
import org.plumelookup.support.FlowTestSupport;

/** Shows that all customers of a search are fetched, each counts once, and those of other accounts are left out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagingTest extends FlowTestSupport {
    @RegisterExtension
    static final WireMockExtension API = WireMockExtension.newInstance()
            .options(options().dynamicPort().jettyAcceptors(1))
            .build();

    @Override
    protected Map<String, String> settings() {
        return Flow.settings("http://localhost:" + API.getPort() + "/api", "plume.search.page-size", "2");
    }

    @Test
    void goesOnUntilAPageIsShort() {
        page(0, "c1", "c2");
        page(2, "c3", "c4");
        page(4, "c5");
        LookupOutcome outcome = lookup("ACC-1");
        assertThat(ids(outcome)).containsExactly("c1", "c2", "c3", "c4", "c5");
        assertThat(outcome.calls()).isEqualTo(3);
        assertThat(skips()).containsExactly(0, 2, 4);
        assertThat(urls()).allMatch(url -> url.contains("&limit=2&"));
    }

    @Test
    void asksOnceMoreWhereTheLastPageIsFull() {
        page(0, "c1", "c2");
        page(2, "c3", "c4");
        page(4);
        assertThat(ids(lookup("ACC-1"))).containsExactly("c1", "c2", "c3", "c4");
        assertThat(skips()).containsExactly(0, 2, 4);
    }

    @Test
    void giveBackACustomerOnceThatCameOnTwoPages() {
        page(0, "c1", "c2");
        page(2, "c2", "c3");
        page(4, "c1");
        LookupOutcome outcome = lookup("ACC-1");
        assertThat(outcome.outcome()).isEqualTo(Outcome.FOUND);
        assertThat(ids(outcome)).containsExactly("c1", "c2", "c3");
    }

    @Test
    void takesAServerThatDoesNotHeedSkipForUnexpected() {
        API.stubFor(any(anyUrl()).willReturn(okJson(customers("c1", "c2"))));
        LookupOutcome outcome = lookup("ACC-1");
        assertThat(outcome.outcome()).isEqualTo(Outcome.UNEXPECTED);
        assertThat(outcome.reason()).contains("skip");
        assertThat(outcome.customers()).isEmpty();
        assertThat(outcome.calls()).isEqualTo(2);
    }

    @Test
    void countsWhatCameWhereTheServerDoesNotHeedLimit() {
        page(0, "c1", "c2", "c3");
        page(3);
        assertThat(ids(lookup("ACC-1"))).containsExactly("c1", "c2", "c3");
    }

    @Test
    void givesUpWhereTheSearchIsFarTooWide() throws Exception {
        FakePlumeSettings settings =
                FakePlumeSettings.builder().fixedToken(Flow.TOKEN).build();
        try (FakePlume plume = new FakePlume(settings);
                Flow flow = Flow.start(plume.url(), "plume.search.page-size", "5000")) {
            LookupOutcome outcome = flow.lookup("MANY-99999-x");
            assertThat(outcome.outcome()).isEqualTo(Outcome.UNEXPECTED);
            assertThat(outcome.reason()).contains("More than 10000 customers");
            assertThat(outcome.calls()).isEqualTo(3);
            assertThat(flow.lookup("MANY-9999-x").customers()).hasSize(9999);
        }
    }

    @Test
    void repeatsOnlyThePageThatFailed() {
        page(0, "c1", "c2");
        failing(2, 2, "c3", "c4");
        page(4, "c5");
        LookupOutcome outcome = lookup("ACC-1");
        assertThat(ids(outcome)).containsExactly("c1", "c2", "c3", "c4", "c5");
        assertThat(skips()).containsExactly(0, 2, 2, 2, 4);
        assertThat(outcome.calls()).isEqualTo(5);
    }

    @Test
    void hasAllAttemptsForEachPage() {
        failing(0, 2, "c1", "c2");
        failing(2, 2, "c3", "c4");
        failing(4, 2, "c5");
        LookupOutcome outcome = lookup("ACC-1");
        assertThat(ids(outcome)).hasSize(5);
        assertThat(outcome.calls()).isEqualTo(9);
    }

    @Test
    void givesNoCustomerWhereALaterPageFails() {
        page(0, "c1", "c2");
        failing(2, 99);
        LookupOutcome outcome = lookup("ACC-1");
        assertThat(outcome.outcome()).isEqualTo(Outcome.SERVER_ERROR);
        assertThat(outcome.customers()).isEmpty();
        assertThat(outcome.calls()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "accountId, true,  true,  10",
        "accountId, true,  false, 1",
        "accountId, false, true,  100",
        "locationId,true,  true,  10",
        "name,      false, false, 10000",
        "email,     false, true,  7"
    })
    void asksAsItIsSet(String field, String exact, String starts, String size) throws Exception {
        page(0);
        try (Flow flow = flow(
                "plume.search.field", field,
                "plume.search.exact-match", exact,
                "plume.search.starts-with", starts,
                "plume.search.page-size", size)) {
            flow.lookup("ACC-1");
        }
        assertThat(urls())
                .containsExactly(String.format(
                        Locale.ROOT,
                        "/api/Partners/customers/search/ACC-1?field=%s&exactMatch=%s&startsWith=%s&limit=%s&skip=0",
                        field,
                        exact,
                        starts,
                        size));
    }

    @Test
    void namesThePartnerInThePathWhereOneIsSet() throws Exception {
        page(0);
        try (Flow flow = flow("plume.api.partner-id", "5f3a-B_c")) {
            flow.lookup("a/b");
        }
        assertThat(urls())
                .singleElement()
                .asString()
                .startsWith("/api/partners/5f3a-B_c/customers/search/a%2Fb?field=");
    }

    @Test
    void takesASlashAtTheEndOfTheBaseUrlForNothing() throws Exception {
        page(0);
        try (Flow flow = flow("plume.api.url", "http://localhost:" + API.getPort() + "/api//")) {
            flow.lookup("ACC-1");
        }
        assertThat(urls()).singleElement().asString().startsWith("/api/Partners/customers/search/ACC-1?");
    }

    private static Flow flow(String... settings) throws Exception {
        return Flow.start("http://localhost:" + API.getPort() + "/api", settings);
    }

    private static void page(int skip, String... ids) {
        API.stubFor(any(anyUrl())
                .withQueryParam("skip", equalTo(String.valueOf(skip)))
                .willReturn(okJson(customers(ids))));
    }

    /** Answers a page after so many faults. */
    private static void failing(int skip, int times, String... ids) {
        for (int n = 0; n <= times; n++) {
            API.stubFor(any(anyUrl())
                    .withQueryParam("skip", equalTo(String.valueOf(skip)))
                    .inScenario("page " + skip)
                    .whenScenarioStateIs(n == 0 ? STARTED : "failed " + n)
                    .willSetStateTo("failed " + (n + 1))
                    .willReturn(n < times ? aResponse().withStatus(500) : okJson(customers(ids))));
        }
    }

    private static String customers(String... ids) {
        return array(Stream.of(ids).map(id -> customer(id, "ACC-1")).toArray(String[]::new));
    }

    private static String array(String... customers) {
        return Stream.of(customers).collect(Collectors.joining(",", "[", "]"));
    }

    private static String customer(String id, String accountId) {
        return String.format(
                Locale.ROOT, "{\"id\":\"%s\",\"accountId\":%s}", id, accountId == null ? null : '"' + accountId + '"');
    }

    private static List<String> ids(LookupOutcome outcome) {
        return outcome.customers().stream().map(Customer::id).toList();
    }

    private static List<String> urls() {
        List<String> urls = new ArrayList<>();
        API.getAllServeEvents().forEach(event -> urls.add(event.getRequest().getUrl()));
        Collections.reverse(urls);
        return urls;
    }

    private static List<Integer> skips() {
        return urls().stream()
                .map(url -> Integer.valueOf(url.substring(url.lastIndexOf("skip=") + 5)))
                .toList();
    }
}
