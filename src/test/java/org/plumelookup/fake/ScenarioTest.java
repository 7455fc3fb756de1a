package org.plumelookup.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plumelookup.fake.FakeApiClient.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenarioTest {
    private final FakePlume plume = new FakePlume();
    private final FakeApiClient client = new FakeApiClient(plume);

    @AfterAll
    void stop() {
        plume.close();
    }

    @ParameterizedTest
    @CsvSource({
        // account ID, statuses of the calls one after the other, customers in the last answer
        "CRM-1,200,1",
        "NONE-1,200,0",
        "MANY-x,200,1",
        "MANY-3-a,200,3",
        "MANY-25-a,200,10",
        "OTHER-1,200,1",
        "MIX-1,200,3",
        "CASE-a,200,1",
        "PLAIN-1,200,1",
        "BARE-1,200,1",
        "NOID-1,200,1",
        "WALL-1,403 200,1",
        "FLAKY-2-a,500 500 200,1",
        "WAIT-1-a,429 200,1",
        "BUSY-1-a,503 200,1",
        "ONCE401-a,401 200 200,1",
        "SLOW-20-a,200,1",
        "DRIP-a,200,1",
    })
    void answersByThePrefixOfTheAccountId(String accountId, String statuses, int customers) throws Exception {
        List<String> seen = new ArrayList<>();
        JsonNode last = null;
        for (int call = 0; call < statuses.split(" ").length; call++) {
            // A short body keeps the dripped one short.
            HttpResponse<String> response =
                    accountId.startsWith("DRIP") ? client.search("DRIP-a", "?skip=1") : client.search(accountId);
            seen.add(Integer.toString(response.statusCode()));
            last = response.statusCode() == 200 ? json(response) : null;
        }
        assertThat(String.join(" ", seen)).isEqualTo(statuses);
        assertThat(last).hasSize(accountId.startsWith("DRIP") ? 0 : customers);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 418, 422, 429, 500, 502, 503, 504})
    void answersAnyStatusWithTheErrorOfTheApi(int status) throws Exception {
        HttpResponse<String> response = client.search("S" + status + "-1");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).at("/error/statusCode").asInt()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESET-1", "CUT-1"})
    void breaksTheConnection(String accountId) {
        assertThatThrownBy(() -> client.search(accountId)).isInstanceOf(IOException.class);
    }

    @Test
    void answersWithoutABodyWhereHttpAllowsNone() throws Exception {
        assertThat(client.search("S204-1").statusCode()).isEqualTo(204);
    }

    @Test
    void answersBodiesThatAreNotTheExpectedJson() throws Exception {
        assertThat(client.search("HTML-1").body()).startsWith("<html>");
        assertThatThrownBy(() -> json(client.search("HALF-1"))).isInstanceOf(IOException.class);
        assertThat(json(client.search("OBJECT-1")).isObject()).isTrue();
        assertThat(client.search("HUGE-1").body().length()).isGreaterThan(11_000_000);
        assertThat(client.search("WALL-html").body()).startsWith("<html>");
    }

    @Test
    void tellsHowLongToWait() throws Exception {
        assertThat(client.search("WAIT-7-b").headers().firstValue("Retry-After"))
                .contains("7");
        assertThat(client.search("BUSY-8-b").headers().firstValue("Retry-After"))
                .contains("8");
    }

    @Test
    void makesCustomersThatFitTheAccount() throws Exception {
        JsonNode found = json(client.search("CRM-7")).get(0);
        assertThat(found.get("id").asText())
                .isEqualTo(FakePlume.customerId("CRM-7", 0))
                .matches("[0-9a-f]{24}");
        assertThat(found.get("accountId").asText()).isEqualTo("CRM-7");
        assertThat(found.get("locations")).hasSize(2);
        assertThat(json(client.search("MIX-7")).findValuesAsText("accountId"))
                .hasSize(3)
                .containsOnlyOnce("MIX-7");
        assertThat(json(client.search("OTHER-7")).findValuesAsText("accountId")).doesNotContain("OTHER-7");
        String other = json(client.search("CASE-Abc")).at("/0/accountId").asText();
        assertThat(other).isNotEqualTo("CASE-Abc");
        assertThat(other.strip()).isEqualToIgnoringCase("CASE-Abc");
        assertThat(json(client.search("PLAIN-7")).get(0).fieldNames())
                .toIterable()
                .containsExactly("id", "accountId", "plan");
        assertThat(json(client.search("BARE-7")).at("/0/locations").isNull()).isTrue();
        assertThat(json(client.search("NOID-7")).get(0).has("id")).isFalse();
    }

    @Test
    void pagesThroughMany() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int skip = 0; skip < 30; skip += 10) {
            ids.addAll(
                    json(client.search("MANY-25-p", "?limit=10&skip=" + skip)).findValuesAsText("accountId"));
        }
        assertThat(ids).hasSize(25).containsOnly("MANY-25-p");
        assertThat(json(client.search("MANY-25-p", "?limit=10&skip=30"))).isEmpty();
    }

    @Test
    void searchesOtherFields() throws Exception {
        assertThat(json(client.search("Ada", "?field=name")).findValuesAsText("name"))
                .hasSize(3)
                .containsOnly("Ada");
        assertThat(json(client.search("a@b.example", "?field=email")).findValuesAsText("email"))
                .hasSize(3)
                .containsOnly("a@b.example");
        assertThat(json(client.search("Loc1", "?field=locationId"))
                        .at("/0/locations/0/id")
                        .asText())
                .isEqualTo("Loc1");
    }

    @ParameterizedTest
    @CsvSource({"a,?field=phone", "null,''", "a,?limit=0", "a,?skip=-1", "a,?limit=x"})
    void refusesIllegalSearches(String accountId, String query) throws Exception {
        assertThat(client.search(accountId, query).statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatEachPrefixMeans(Scenario script) {
        assertThat(script.meaning()).isNotBlank();
        assertThat(script.prefix()).matches("|[A-Z0-9]+(\\{status})?-(\\{(n|ms)}-)?");
    }
}
