package org.plumelookup.flow.lookup;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
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
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.support.Flow;
import org.plumelookup.support.FlowTestSupport;

/** Where one account was asked for, customers of other accounts are left out and counted; else nothing is left out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherAccountsTest extends FlowTestSupport {
    @RegisterExtension
    static final WireMockExtension API = WireMockExtension.newInstance()
            .options(options().dynamicPort().jettyAcceptors(1))
            .build();

    @Override
    protected Map<String, String> settings() {
        return Flow.settings("http://localhost:" + API.getPort() + "/api", "plume.search.page-size", "2");
    }

    @Test
    void leavesCustomersOfOtherAccountsOutAndCountsThem() {
        API.stubFor(any(anyUrl())
                .withQueryParam("skip", equalTo("0"))
                .willReturn(okJson(array(customer("c1", "ACC-10"), customer("c2", "ACC-1")))));
        API.stubFor(any(anyUrl())
                .withQueryParam("skip", equalTo("2"))
                .willReturn(okJson(array(customer("c1", "ACC-10"), customer("c3", null)))));
        API.stubFor(any(anyUrl()).withQueryParam("skip", equalTo("4")).willReturn(okJson("[]")));
        LookupOutcome outcome = lookup("ACC-1");
        assertThat(outcome.outcome()).isEqualTo(Outcome.FOUND);
        assertThat(ids(outcome)).containsExactly("c2");
        assertThat(outcome.others()).isEqualTo(2);
    }

    @Test
    void endsAsMismatchWhereOnlyOtherAccountsCame() {
        API.stubFor(any(anyUrl()).willReturn(okJson(array(customer("c1", "ACC-10")))));
        LookupOutcome outcome = lookup("ACC-1");
        assertThat(outcome.outcome()).isEqualTo(Outcome.MISMATCH);
        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.others()).isOne();
        assertThat(outcome.customers()).isEmpty();
        assertThat(outcome.outcome().retryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "acc-1,ACC-1,true",
        "ACC-1,acc-1,true",
        "' ACC-1 ','ACC-1',true",
        "'ACC-1','  acc-1 ',true",
        "STRASSE,stra\u00dfe,false",
        "\u00c9ric,\u00e9RIC,true",
        "ACC-1,ACC-1x,false",
        "ACC 1,ACC1,false",
        "0001,1,false"
    })
    void comparesAccountsTrimmedAndWithoutCase(String asked, String given, boolean same) {
        API.stubFor(any(anyUrl()).willReturn(okJson(array(customer("c1", given)))));
        LookupOutcome outcome = lookup(LookupRequest.of(asked));
        assertThat(outcome.outcome()).isEqualTo(same ? Outcome.FOUND : Outcome.MISMATCH);
        assertThat(outcome.accountId()).isEqualTo(asked);
        if (same) {
            assertThat(outcome.customers().get(0).accountId()).isEqualTo(given);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "plume.search.exact-match, false",
        "plume.search.field, name",
        "plume.search.field, email",
        "plume.search.field, locationId"
    })
    void leavesNothingOutWhereNotOneAccountWasAskedFor(String key, String value) throws Exception {
        API.stubFor(any(anyUrl()).willReturn(okJson(array(customer("c1", "ACC-10"), customer("c2", null)))));
        try (Flow flow = flow(key, value)) {
            LookupOutcome outcome = flow.lookup("ACC-1");
            assertThat(outcome.outcome()).isEqualTo(Outcome.FOUND);
            assertThat(ids(outcome)).containsExactly("c1", "c2");
            assertThat(outcome.others()).isZero();
        }
    }

    @Test
    void startsToLeaveOutOtherAccountsOnlyForAnExactMatchWhateverStartsWithIs() throws Exception {
        API.stubFor(any(anyUrl()).willReturn(okJson(array(customer("c1", "ACC-10"), customer("c2", "ACC-1")))));
        try (Flow flow = flow("plume.search.starts-with", "false")) {
            assertThat(ids(flow.lookup("ACC-1"))).containsExactly("c2");
        }
    }

    private static Flow flow(String... settings) {
        return Flow.start("http://localhost:" + API.getPort() + "/api", settings);
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
}
