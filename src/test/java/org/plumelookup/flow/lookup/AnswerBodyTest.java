package org.plumelookup.flow.lookup;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.Customer;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.support.Flow;
import org.plumelookup.support.RawServer;

/** A body is a page of customers, whatever else it says of itself, or the answer is unexpected. */
class AnswerBodyTest extends AnswerTestSupport {
    Stream<Arguments> bodies() {
        return Stream.of(
                arguments("HTML", "<html><b>Welcome</b></html>", "not complete JSON; the body begins: <html>"),
                arguments("nothing", "", "not a JSON array; the body is empty"),
                arguments("blanks", "  ", "not a JSON array"),
                arguments("half the JSON", CUSTOMER.substring(0, 40), "not complete JSON"),
                arguments("half a number", "[{'id':12", "not complete JSON"),
                arguments("an open array", "[", "not complete JSON"),
                arguments("an object", "{'id':'c1'}", "not a JSON array"),
                arguments("a text", "'c1'", "not a JSON array"),
                arguments("null", "null", "not a JSON array"),
                arguments("scalars", "[1,'two',true]", "customer without an ID"),
                arguments("nulls", "[null]", "customer without an ID"),
                arguments("arrays", "[[]]", "customer without an ID"),
                arguments("no id", "[{'accountId':'ACC-1'}]", "customer without an ID"),
                arguments("a null id", "[{'id':null,'accountId':'ACC-1'}]", "customer without an ID"),
                arguments("a blank id", "[{'id':' ','accountId':'ACC-1'}]", "customer without an ID"),
                arguments("an object as id", "[{'id':{},'accountId':'ACC-1'}]", "customer without an ID"),
                arguments("the second without id", "[{'id':'c1','accountId':'ACC-1'},{}]", "customer without an ID"),
                arguments("a second array", "[] []", "has text after its JSON array"),
                arguments("a trailing bracket", "[]]", "not complete JSON"),
                arguments("garbage after it", CUSTOMER + " %%%", "not complete JSON"),
                arguments("a deep nest", "[".repeat(1020), "not complete JSON"),
                arguments("more than it may", CUSTOMER + " ".repeat(2000), "larger than 1024 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void endsALookupAsUnexpectedWhereABodyIsNoPageOfCustomers(String name, String body, String reason) {
        api.stubFor(any(anyUrl()).willReturn(json(200, body)));
        expect(lookup("ACC-1"), Outcome.UNEXPECTED, 200, 1, reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 418, 500})
    void readsNoMoreOfAnEndlessBodyThanItMay(int status) throws Exception {
        RawServer.Script endless = (request, out) -> {
            out.write(String.format(Locale.ROOT, "HTTP/1.1 %d Endless\r\n\r\n[", status)
                    .getBytes(UTF_8));
            forever(out, "{\"id\":\"c1\",\"accountId\":\"ACC-1\"},");
        };
        try (RawServer server = new RawServer(endless);
                Flow flow = Flow.start(server.url(), "plume.call.max-body", "1KB")) {
            LookupOutcome outcome = flow.lookup("ACC-1");
            assertThat(outcome.status()).isEqualTo(status);
            assertThat(outcome.outcome()).isNotIn(Outcome.FOUND, Outcome.UNREACHABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json; charset=iso-8859-1",
                "application/json; charset=no-such-charset",
                "application/json; charset=%%%",
                "application/json; charset=",
                "application/x-java-serialized-object",
                "text/html",
                "%%%"
            })
    void readsTheBodyWhateverItsContentTypeSays(String type) throws Exception {
        String body = CUSTOMER.replace('\'', '"').replace("Ada", "Zo\u00c3\u00ab"); // UTF-8, a byte a character
        try (RawServer server = new RawServer(
                        RawServer.text(RawServer.whole("200 OK", "Content-Type: " + type + "\r\n", body)));
                Flow flow = Flow.start(server.url())) {
            LookupOutcome outcome = flow.lookup("ACC-1");
            expect(outcome, Outcome.FOUND, 200, 1, null);
            assertThat(outcome.customers().get(0).name()).isEqualTo("Zo\u00eb");
        }
    }

    @Test
    void readsCustomersWithFieldsThatAreMissingNullOrNew() {
        api.stubFor(any(anyUrl()).willReturn(json(200, """
                        [{'id':'c1','accountId':'ACC-1'},
                         {'id':'c2','accountId':'ACC-1','name':null,'email':null,'locations':null},
                         {'id':3,'accountId':'ACC-1','name':'Ada','plan':{'a':[1]},
                          'locations':[{'id':'l1'},{},null,{'id':'l2'}]}]
                        """)));
        LookupOutcome outcome = lookup("ACC-1");
        expect(outcome, Outcome.FOUND, 200, 1, null);
        assertThat(outcome.customers())
                .containsExactly(
                        new Customer("c1", "ACC-1", null, null, List.of()),
                        new Customer("c2", "ACC-1", null, null, List.of()),
                        new Customer("3", "ACC-1", "Ada", null, List.of("l1", "l2")));
    }
}
