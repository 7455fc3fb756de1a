package org.plumelookup.flow.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.settings.Settings;

/**
 * The Kamelet's template, used as a route template: the component for Kamelets is tried by the host of src/it/kamelet.
 */
class KameletTest {
    private static final Path FILE = Path.of("src/main/resources/kamelets/plume-lookup-action.kamelet.yaml");

    private final FakePlume plume = new FakePlume();
    private final DefaultCamelContext host = new DefaultCamelContext();

    @BeforeEach
    void load() throws Exception {
        String template = Files.readString(FILE).replace("kamelet:source", "direct:{{in}}");
        PluginHelper.getRoutesLoader(host)
                .loadRoutes(ResourceHelper.fromString("plume-lookup-action.kamelet.yaml", template));
    }

    @AfterEach
    void close() {
        host.stop();
        plume.close();
    }

    @Test
    void theBodyBecomesTheOutcomeAndTheHeadersStay() throws Exception {
        Set<String> received = ConcurrentHashMap.newKeySet();
        plume.onReceived(call -> received.addAll(call.headers().keySet()));
        use("one", settings(plume));
        host.start();

        Exchange answer = ask("one", "ACC-1");

        JsonNode outcome = new ObjectMapper().readTree(answer.getMessage().getBody(String.class));
        assertThat(outcome.path("accountId").asText()).isEqualTo("ACC-1");
        assertThat(outcome.path("outcome").asText()).isEqualTo("found");
        assertThat(outcome.path("customers")).hasSize(1);
        assertThat(answer.getMessage().getHeaders())
                .containsEntry("plumeOutcome", "found")
                .containsEntry("hostHeader", "value");
        assertThat(received).contains("Authorization").doesNotContain("Hostheader");
    }

    @Test
    void aFailureIsAnOutcome() throws Exception {
        use("one", settings(plume));
        host.start();

        Exchange answer = ask("one", "null");

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getHeader("plumeOutcome")).isEqualTo("invalid");
    }

    @Test
    void twoPartnersAreKeptApartAndTwoUsesOfOneAreNot() throws Exception {
        try (FakePlume acme = new FakePlume(FakePlumeSettings.builder()
                .partnerId("acme")
                .client("acme", "other")
                .build())) {
            use("one", settings(plume));
            use("again", settings(plume));
            use("acme", settings(acme));
            host.start();

            for (String in : new String[] {"one", "again", "acme"}) {
                assertThat(ask(in, "ACC-1").getMessage().getHeader("plumeOutcome"))
                        .isEqualTo("found");
            }
            assertThat(plume.callsOf("ACC-1"))
                    .as("the second use has the answer of the first")
                    .isEqualTo(1);
            assertThat(plume.stats().logIns()).isEqualTo(1);
            assertThat(acme.callsOf("ACC-1")).isEqualTo(1);
            assertThat(acme.stats().logIns()).isEqualTo(1);
        }
    }

    @Test
    void aWrongSettingEndsTheStart() {
        Map<String, Object> settings = settings(plume);
        settings.put("callsPerSecond", "fast");

        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> {
                    use("one", settings);
                    host.start();
                })
                .withStackTraceContaining("plume.budget.calls-per-second = fast: must be a number");
    }

    @Test
    void aUseThatDoesNotStartLeavesNothingAndCanBeTriedAgain() throws Exception {
        AtomicBoolean fails = new AtomicBoolean(true);
        host.addRoutePolicyFactory((context, id, route) -> {
            if (id.endsWith("-lookup") && fails.get()) {
                throw new IllegalStateException("not now");
            }
            return null;
        });
        host.start();

        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> use("one", settings(plume)))
                .withStackTraceContaining("not now");
        assertThat(host.getRoutes()).isEmpty();
        fails.set(false);
        use("one", settings(plume));

        assertThat(ask("one", "ACC-1").getMessage().getHeader("plumeOutcome")).isEqualTo("found");
    }

    @Test
    void everyPropertyIsDescribedAndHasTheDefaultOfItsKey() throws IOException {
        JsonNode kamelet = new YAMLMapper().readTree(FILE.toFile());
        JsonNode properties = kamelet.at("/spec/definition/properties");
        JsonNode bean = kamelet.at("/spec/template/beans/0/properties");
        Map<String, String> defaults = Settings.shipped();

        assertThat(bean).hasSameSizeAs(properties);
        bean.properties().forEach(setting -> {
            String key = setting.getKey().replaceAll("settings\\[(.*)]", "$1");
            String name = setting.getValue().asText().replaceAll("[{}?]", "");
            JsonNode property = properties.path(name);
            assertThat(defaults).containsKey(key);
            assertThat(property.path("title").asText()).as(name).isNotBlank();
            assertThat(property.path("description").asText()).as(name).isNotBlank();
            assertThat(property.path("type").asText()).as(name).isIn("string", "boolean", "integer", "number");
            if (property.has("default")) {
                assertThat(property.path("default").asText()).as(name).isEqualTo(defaults.get(key));
            }
            boolean secret = key.matches("plume\\.auth\\.(token|authorization)");
            assertThat(property.path("format").asText()).as(name).isEqualTo(secret ? "password" : "");
            assertThat(property.path("x-descriptors"))
                    .as("the groups of %s; no descriptor of OpenShift's old console", name)
                    .extracting(JsonNode::asText)
                    .containsExactlyElementsOf(secret ? List.of("urn:camel:group:credentials") : List.of());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"apiUrl", "tokenUrl"})
    void aUrlHasAnExampleAndAPatternThatAlsoTakesAPlaceholder(String name) throws IOException {
        JsonNode property = new YAMLMapper().readTree(FILE.toFile()).at("/spec/definition/properties/" + name);
        String pattern = property.path("pattern").asText();

        assertThat(property.path("example").asText()).startsWith("https://").matches(pattern);
        assertThat("http://localhost:8080/api").matches(pattern);
        assertThat("{{plume.url}}").matches(pattern);
        assertThat(List.of("localhost/api", "ftp://localhost/api", "https://user@localhost/api", "https://x/api?y=1"))
                .allSatisfy(url -> assertThat(url).doesNotMatch(pattern));
    }

    @Test
    void itsVersionsAreThoseOfTheBuild() throws IOException {
        JsonNode kamelet = new YAMLMapper().readTree(FILE.toFile());
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(kamelet.at("/metadata/annotations/camel.apache.org~1catalog.version")
                        .asText())
                .as("catalog.version of the Kamelet, to be camel.version of pom.xml")
                .isEqualTo(pom.replaceAll("(?s).*<camel.version>(.*?)<.*", "$1"));
        assertThat(kamelet.at("/spec/dependencies/0").asText())
                .as("the first dependency of the Kamelet, to be this project in its version")
                .isEqualTo("mvn:org.plumelookup:plume-customer-lookup:"
                        + pom.replaceAll("(?s).*?<version>(.*?)<.*", "$1"));
    }

    private void use(String in, Map<String, Object> settings) {
        TemplatedRouteBuilder.builder(host, "plume-lookup-action")
                .routeId(in)
                .parameter("in", in)
                .parameters(settings)
                .add();
    }

    private Exchange ask(String in, String account) throws IOException {
        try (ProducerTemplate template = host.createProducerTemplate()) {
            return template.request("direct:" + in, exchange -> {
                exchange.getMessage().setBody(account);
                exchange.getMessage().setHeader("hostHeader", "value");
            });
        }
    }

    private static Map<String, Object> settings(FakePlume plume) {
        return new HashMap<>(Map.of(
                "apiUrl", plume.url(),
                "partnerId", plume.partnerId(),
                "tokenUrl", plume.tokenUrl(),
                "authorization", plume.authorization(),
                "callsPerSecond", "0",
                "windowCalls", "0",
                "cacheTtl", "1h"));
    }
}
