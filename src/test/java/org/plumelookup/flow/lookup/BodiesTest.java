package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.Flow;

/** The lookup takes a body of any type that Camel makes a text of, and its outcome becomes what a route asks for. */
class BodiesTest {
    private static final byte[] ZOE = "Zoë-1".getBytes(StandardCharsets.UTF_8);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static FakePlume plume;
    private static Flow lookup;

    @BeforeAll
    static void start() throws Exception {
        plume = new FakePlume(FakePlumeSettings.builder().fixedToken(Flow.TOKEN).build());
        lookup = Flow.start(plume.url());
        lookup.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:to-json").to("direct:plume-lookup").marshal().json();
            }
        });
    }

    @AfterAll
    static void stop() {
        lookup.close();
        plume.close();
    }

    static Stream<Arguments> texts() {
        UUID uuid = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        return Stream.of(
                arguments(new StringBuilder("A-1"), "A-1"),
                arguments(new TextNode("A-2"), "A-2"),
                arguments('7', "7"),
                arguments(uuid, uuid.toString()),
                arguments(Outcome.FOUND, "FOUND"),
                arguments(12345678, "12345678"),
                arguments(9007199254740993L, "9007199254740993"),
                arguments(new BigInteger("123456789012345678901234567890"), "123456789012345678901234567890"),
                arguments(new BigDecimal("1E+3"), "1000"),
                arguments(new BigDecimal("1.50"), "1.50"),
                arguments(12345678.0, "12345678"),
                arguments(0.25f, "0.25"),
                arguments(ZOE, "Zoë-1"),
                arguments("A-3".toCharArray(), "A-3"),
                arguments(ByteBuffer.wrap(ZOE), "Zoë-1"),
                arguments(new ByteArrayInputStream(ZOE), "Zoë-1"),
                arguments(new InputStreamCache(ZOE), "Zoë-1"),
                arguments(new StringReader("Zoë-1"), "Zoë-1"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void whatCamelMakesATextOfIsAnAccountId(Object body, String id) {
        assertThat(lookup.lookup(body).accountId()).isEqualTo(id);
        assertThat(plume.callsOf(id)).isPositive();
    }

    static Stream<Object> noTexts() {
        return Stream.of(
                Map.of("accountId", "A-1"),
                List.of("A-1"),
                arguments((Object) new String[] {"A-1"}),
                new Date(),
                Double.NaN,
                new Object(),
                ProcessHandle.current());
    }

    @ParameterizedTest
    @MethodSource("noTexts")
    void anythingElseIsInvalidAndNamesTheStepThatConvertsIt(Object body) {
        LookupOutcome outcome = lookup.lookup(body);
        assertThat(outcome.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(outcome.calls()).isZero();
        assertThat(outcome.reason()).contains(body.getClass().getName(), "convertBodyTo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFFB-1",
                "B-1\n",
                "B-1\r\n",
                "\uFEFFB-1\r\n",
                "\uFEFF{\"accountId\":\"B-1\"}",
                "\uFEFF {\"accountId\":\"B-1\"}\r\n"
            })
    void aByteOrderMarkAndALineEndAreNoPartOfAnAccountId(String text) {
        assertThat(lookup.lookup(text).accountId()).isEqualTo("B-1");
        assertThat(lookup.lookup(text.getBytes(StandardCharsets.UTF_8)).accountId())
                .isEqualTo("B-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[C-1]", "[", "[C", "[]-1", "\"C-1\"", " C-1 ", "C\uFEFF1"})
    void everyOtherTextIsTakenExactly(String text) {
        assertThat(lookup.lookup(text).accountId()).isEqualTo(text);
        assertThat(plume.callsOf(text)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"D-1\"]", "[{\"accountId\":\"D-1\"}]\n", "\uFEFF [1,2]"})
    void aJsonArrayIsNoAccountId(String text) {
        LookupOutcome outcome = lookup.lookup(text);
        assertThat(outcome.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(outcome.reason()).contains("JSON array", "one message for each account ID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"D-1\n\n", "D-1\nD-2", "\n", "\uFEFF", "\uFEFF\n"})
    void moreThanOneLineIsNoAccountId(String text) {
        assertThat(lookup.lookup(text).outcome()).isEqualTo(Outcome.INVALID);
        assertThat(lookup.lookup(text).calls()).isZero();
    }

    @Test
    void bytesThatAreNoTextAreInvalidUnlessTheExchangeNamesTheirCharset() {
        byte[] latin = "Zoë-2".getBytes(StandardCharsets.ISO_8859_1);
        LookupOutcome refused = lookup.lookup(latin);
        assertThat(refused.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(refused.reason()).contains("UTF-8");
        LookupOutcome found = lookup.template()
                .request("direct:plume-lookup", exchange -> {
                    exchange.setProperty("CamelCharsetName", "ISO-8859-1");
                    exchange.getMessage().setBody(latin);
                })
                .getMessage()
                .getBody(LookupOutcome.class);
        assertThat(found.accountId()).isEqualTo("Zoë-2");
    }

    /** Never ends, as a body that somebody streams. */
    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 'x';
        }
    }

    @Test
    void aBodyThatIsTooLongIsNotReadToItsEnd() {
        assertThat(lookup.lookup(new Endless()).reason()).contains("longer than 1 MB");
    }

    @Test
    void aFileRouteHandsEachFileInOnceWhateverIsInIt(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("id.txt"), "\uFEFFZoë-3\r\n".getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("latin.txt"), "Zoë-4".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("lines.txt"), "F-1\nF-2\n".getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("many.json"), "[{\"accountId\":\"F-3\"}]".getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("empty.txt"), new byte[0]);
        Files.write(folder.resolve("large.bin"), new byte[5 << 20]);
        List<String> outcomes = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (Flow other = Flow.start(plume.url())) {
            other.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("file:" + folder + "?delay=20&initialDelay=0&sortBy=file:name")
                            .to("direct:plume-lookup");
                    from("direct:plume-success")
                            .process(e -> outcomes.add(e.getMessage().getBody(String.class)));
                    from("direct:plume-error")
                            .process(e -> outcomes.add(e.getMessage().getBody(String.class)));
                }
            });
            await().until(() -> {
                try (Stream<Path> files = Files.list(folder)) {
                    return files.filter(Files::isRegularFile).findAny().isEmpty();
                }
            });
        }
        assertThat(outcomes).hasSize(6);
        assertThat(outcomes)
                .anyMatch(text -> text.contains("\"accountId\":\"Zoë-3\"") && text.contains("customerId"))
                .anyMatch(text -> text.contains("not UTF-8"))
                .anyMatch(text -> text.contains("JSON array"))
                .anyMatch(text -> text.contains("longer than 1 MB"));
        assertThat(outcomes)
                .filteredOn(text -> text.contains("\"category\":\"invalid\""))
                .hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MANY-3-x", "NONE-1"})
    void theOutcomeBecomesJsonTextBytesAStreamAndAMap(String id) throws Exception {
        String body = "{\"accountId\":\"" + id + "\",\"region\":\"Süd\",\"n\":1.50,\"tags\":[true,null]}";
        String text = lookup.template().requestBody("direct:plume-lookup", body, String.class);
        JsonNode json = JSON.readTree(text);
        assertThat(json.path("accountId").asText()).isEqualTo(id);
        assertThat(json.path("customers")).hasSize(id.equals("NONE-1") ? 0 : 3);
        assertThat(text).contains("\"input\":{\"region\":\"Süd\",\"n\":1.50,\"tags\":[true,null]}");

        byte[] bytes = lookup.template().requestBody("direct:plume-lookup", body, byte[].class);
        assertSame(text, new String(bytes, StandardCharsets.UTF_8));
        try (InputStream stream = lookup.template().requestBody("direct:plume-lookup", body, InputStream.class)) {
            assertSame(text, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
        Map<?, ?> map = lookup.template().requestBody("direct:plume-lookup", body, Map.class);
        assertSame(text, JSON.writeValueAsString(map));
        assertThat(map.get("input"))
                .isEqualTo(Map.of(
                        "region", "Süd", "n", new BigDecimal("1.50"), "tags", java.util.Arrays.asList(true, null)));
        assertSame(text, lookup.template().requestBody("direct:to-json", body, String.class));
    }

    /** Compares all but the time, because each is a lookup of its own. */
    private static void assertSame(String expected, String text) {
        String time = "(\"time\":)\"[0-9T:.Z-]+\"";
        assertThat(text.replaceFirst(time, "$1")).isEqualTo(expected.replaceFirst(time, "$1"));
    }
}
