package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EmptySource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.fake.Received;
import org.plumelookup.support.Flow;
import org.plumelookup.support.FlowTestSupport;

/** Shows that the server decodes exactly what the CRM holds, and that what cannot be sent so is refused unasked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountIdOnTheWireTest extends FlowTestSupport {
    private static final String PATH = "/api/Partners/customers/search/";
    private static final FakePlume PLUME =
            new FakePlume(FakePlumeSettings.builder().fixedToken(Flow.TOKEN).build());
    private static final List<Received> CALLS = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        PLUME.onReceived(CALLS::add);
    }

    @AfterAll
    static void stop() {
        PLUME.close();
    }

    @Override
    protected Map<String, String> settings() {
        return Flow.settings(PLUME.url());
    }

    @BeforeEach
    void forget() {
        CALLS.clear();
    }

    static Stream<String> punctuation() {
        return IntStream.range('!', 127)
                .filter(c -> !Character.isLetterOrDigit(c))
                .mapToObj(Character::toString)
                .flatMap(c -> Stream.of(c, "a" + c + "b", c + "a", "a" + c, c + c + c))
                .filter(id -> !id.equals("."));
    }

    static Stream<String> nastyIds() {
        return Stream.of(
                "a b",
                " a",
                "a ",
                "  a  b  ",
                "%2F",
                "%2f",
                "%252F",
                "%25",
                "%",
                "100%",
                "%zz",
                "%00",
                "a%20b",
                "a+b",
                "a+b c",
                ";x=y",
                "a;jsessionid=1",
                "//",
                "//evil.example.com/x",
                "/../../admin",
                "a/../b",
                "../a",
                "./a",
                "a/.",
                "a/..",
                "a..b",
                "a.",
                "..a",
                "...",
                ". .",
                "?field=name",
                "a?limit=1&skip=5#x",
                "a&field=name",
                "http://evil.example.com/",
                "C:\\Users\\x",
                "caf\u00e9",
                "cafe\u0301",
                "M\u00fcller & S\u00f6hne",
                "stra\u00dfe",
                "\u0130stanbul",
                "\u6771\u4eac\u90fd",
                "\ud55c\uae00",
                "\u1112\u1161\u11ab",
                "\u05e9\u05dc\u05d5\u05dd",
                "\u0645\u0631\u062d\u0628\u0627-1",
                "a\u202eb",
                "\u200fa",
                "\ud83c\udf89",
                "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
                "\ud83c\udde9\ud83c\uddea",
                "a\u200db",
                "a\u00a0b",
                "\u2028a",
                "\ufeffa",
                "\ufffd",
                "\uffff",
                "\ud800\udc00",
                "\udbff\udffd",
                "{{plume.api.url}}",
                "{{env:HOME}}",
                "${body}",
                "${headers.x}",
                "$simple{body}",
                "{accountId}",
                "{\"accountId\":\"x\"}",
                "[\"a\"]",
                "RAW(x)",
                "RAW{x}",
                "bean:x?method=y",
                "<a href='x'>",
                "'; DROP TABLE x; --",
                "=cmd|'/c calc'!A0",
                "null ",
                " null",
                "Null",
                "NULL",
                "undefined",
                "true",
                "0",
                "-1",
                "1e5",
                "0x1F",
                "007",
                "\\u0041",
                "x".repeat(1000),
                "\u00e9".repeat(1000),
                "\ud83c\udf89".repeat(1000));
    }

    @ParameterizedTest
    @MethodSource({"punctuation", "nastyIds"})
    void reachesTheServerExactly(String id) {
        LookupOutcome outcome = lookup(LookupRequest.of(id));
        assertThat(outcome.outcome()).as(outcome.reason()).isEqualTo(Outcome.FOUND);
        assertThat(outcome.accountId()).isEqualTo(id);
        assertThat(outcome.customers()).hasSize(1);
        assertThat(outcome.customers().get(0).accountId()).isEqualTo(id);
        assertThat(outcome.customers().get(0).id()).isEqualTo(FakePlume.customerId(id, 0));
        assertThat(CALLS).hasSize(1);
        assertThat(CALLS.get(0).accountId()).isEqualTo(id);
        assertThat(CALLS.get(0).rawPath()).startsWith(PATH);
        assertThat(CALLS.get(0).rawPath().substring(PATH.length())).matches("(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})++");
        assertThat(CALLS.get(0).rawQuery())
                .isEqualTo("field=accountId&exactMatch=true&startsWith=true&limit=10&skip=0");
    }

    @ParameterizedTest
    @MethodSource("nastyIds")
    void reachesTheServerExactlyInsideJson(String id) throws Exception {
        ObjectMapper json = new ObjectMapper();
        lookup(json.writeValueAsString(json.createObjectNode().put("accountId", id)));
        assertThat(CALLS).extracting(Received::accountId).containsExactly(id);
    }

    @ParameterizedTest
    @NullSource
    @EmptySource
    @ValueSource(
            strings = {
                " ",
                " \u2003 ",
                "\t",
                "null",
                ".",
                "..",
                "a\tb",
                "a\nb",
                "a\r\nb",
                "a\u0000b",
                "\u0000",
                "a\u007fb",
                "a\u0085b",
                "a\u001b[0m",
                "\ud83c",
                "a\ud83cb",
                "\udf89",
                "\udf89\ud83c"
            })
    void isRefusedWithoutACallWhereItCannotBeSent(String id) {
        expectRefused(id);
    }

    @Test
    void isRefusedWithoutACallWhereItIsLongerThanAThousandCharacters() {
        expectRefused("x".repeat(1001));
        expectRefused("\ud83c\udf89".repeat(1001));
        expectRefused("x".repeat(1_000_000));
    }

    private void expectRefused(String id) {
        LookupOutcome outcome = lookup(LookupRequest.of(id));
        assertThat(outcome.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(outcome.status()).isNull();
        assertThat(outcome.calls()).isZero();
        assertThat(outcome.reason()).isNotBlank();
        assertThat(outcome.accountId()).isEqualTo(id);
        assertThat(CALLS).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":\"x\"}", "{\"accountId\":null}", "{\"accountId\":[\"x\"]}", "  {\"a\":1}"})
    void isRefusedWithoutACallWhereJsonHasNone(String body) {
        LookupOutcome outcome = lookup(body);
        assertThat(outcome.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(outcome.reason()).contains("accountId");
        assertThat(CALLS).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{x}", "{", "{\"accountId\":\"x\"", "{{a}}", "{\"accountId\":\"x\"}-7"})
    void isTheWholeTextWhereThatOnlyLooksLikeJson(String body) {
        lookup(body);
        assertThat(CALLS).extracting(Received::accountId).containsExactly(body);
    }
}
