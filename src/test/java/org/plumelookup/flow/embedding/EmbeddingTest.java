package org.plumelookup.flow.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.PlumeLookup;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.support.TestSettings;

/** Shows what a host's code can do with the one entry point, and what becomes of it when the host stops or fails. */
@Isolated("it looks at all threads of this JVM")
class EmbeddingTest {
    private final DefaultCamelContext host = new DefaultCamelContext();
    private final FakePlume plume = new FakePlume();

    @BeforeEach
    void stopQuickly() {
        host.getShutdownStrategy().setTimeout(5);
    }

    @AfterEach
    void close() {
        host.stop();
        plume.close();
    }

    @Test
    void settingsFromCodeAreAllItTakes() throws Exception {
        host.addRoutes(PlumeLookup.routes(TestSettings.of(plume)));
        host.start();

        LookupOutcome outcome = ask("direct:plume-lookup", "ACC-1");

        assertThat(outcome.found()).isTrue();
        assertThat(outcome.accountId()).isEqualTo("ACC-1");
        assertThat(outcome.customers()).hasSize(1);
    }

    @Test
    void aFailureIsAValue() throws Exception {
        host.addRoutes(PlumeLookup.routes(TestSettings.of(plume)));
        host.start();

        assertThat(ask("direct:plume-lookup", "null").outcome()).isEqualTo(Outcome.INVALID);
    }

    @Test
    void settingsFromTheHostsPropertiesAreReadUnderThePrefix() throws Exception {
        Properties properties = new Properties();
        TestSettings.of(plume)
                .forEach((key, value) -> properties.setProperty(key.replace("plume.", "plume-acme."), value));
        host.getPropertiesComponent().setOverrideProperties(properties);
        host.addRoutes(PlumeLookup.routes().withPrefix("plume-acme"));
        host.start();

        assertThat(ask("direct:plume-acme-lookup", "ACC-1").found()).isTrue();
    }

    @Test
    void settingsFromCodeDoNotMixWithTheHostsProperties() {
        Properties properties = new Properties();
        properties.setProperty("plume.auth.token", "of the host");
        host.getPropertiesComponent().setOverrideProperties(properties);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> host.addRoutes(PlumeLookup.routes(Map.of("plume.api.url", plume.url()))))
                .withMessageContaining("No way to authorise");
    }

    @Test
    void instancesSideBySideKeepTokensHoldsAndAnswersApart() throws Exception {
        try (FakePlume acme = new FakePlume(FakePlumeSettings.builder()
                .partnerId("acme")
                .client("acme", "other")
                .build())) {
            host.addRoutes(PlumeLookup.routes(TestSettings.of(plume, "plume.cache.ttl", "1h")));
            host.addRoutes(PlumeLookup.routes(TestSettings.of(acme)).withPrefix("plume-acme"));
            host.start();

            for (int i = 0; i < 3; i++) {
                assertThat(ask("direct:plume-lookup", "ACC-1").found()).isTrue();
                assertThat(ask("direct:plume-acme-lookup", "ACC-1").found()).isTrue();
            }
            assertThat(plume.callsOf("ACC-1")).as("one keeps its answers").isEqualTo(1);
            assertThat(acme.callsOf("ACC-1")).as("the other does not").isEqualTo(3);
            assertThat(plume.stats().logIns()).isEqualTo(1);
            assertThat(acme.stats().logIns()).isEqualTo(1);

            plume.block(Duration.ofMinutes(5));
            try (ProducerTemplate template = host.createProducerTemplate()) {
                template.asyncRequestBody("direct:plume-lookup", "ACC-2");
                await().until(() -> health("plume-hold") == HealthCheck.State.DOWN);
            }
            assertThat(health("plume-acme-hold")).isEqualTo(HealthCheck.State.UP);
            assertThat(ask("direct:plume-acme-lookup", "ACC-2").found()).isTrue();
        }
    }

    @Test
    void twoInstancesOfOneAddressSendTheirOwnCredentials() throws Exception {
        Set<String> credentials = ConcurrentHashMap.newKeySet();
        plume.onReceived(
                call -> credentials.addAll(call.headers().getOrDefault("Authorization", List.of("none at all"))));
        Map<String, String> one =
                Map.of("plume.api.url", plume.url(), "plume.auth.token", "Bearer one", "plume.hold.canary", "false");
        Map<String, String> other =
                Map.of("plume.api.url", plume.url(), "plume.auth.token", "Bearer other", "plume.hold.canary", "false");
        host.addRoutes(PlumeLookup.routes(one));
        host.addRoutes(PlumeLookup.routes(other).withPrefix("plume-other"));
        host.start();

        assertThat(ask("direct:plume-lookup", "ACC-1").outcome()).isEqualTo(Outcome.UNAUTHORIZED);
        assertThat(credentials).containsExactly("Bearer one");
        assertThat(ask("direct:plume-other-lookup", "ACC-1").outcome()).isEqualTo(Outcome.UNAUTHORIZED);
        assertThat(credentials).containsExactlyInAnyOrder("Bearer one", "Bearer other");
    }

    @Test
    void everyNameBeginsWithThePrefix() throws Exception {
        Set<String> before = threads();
        host.addRoutes(PlumeLookup.routes(TestSettings.of(plume))
                .withPrefix("plume-acme")
                .withFiles());
        host.start();
        ask("direct:plume-acme-lookup", "ACC-1");

        assertThat(host.getRoutes()).extracting(Route::getId).isNotEmpty().allMatch(id -> id.startsWith("plume-acme-"));
        assertThat(host.getRoutes())
                .extracting(route -> route.getEndpoint().getEndpointUri())
                .allMatch(uri -> uri.startsWith("direct://plume-acme-"));
        assertThat(host.getRegistry().lookupByName("plumeAcmeOutbox")).isNotNull();
        assertThat(host.getRegistry().lookupByName("plumeOutbox")).isNull();
        assertThat(HealthCheckRegistry.get(host).getCheckIDs()).contains("plume-acme-hold");
        assertThat(threads())
                .filteredOn(name -> !before.contains(name) && name.contains("plume-"))
                .isNotEmpty()
                .allMatch(name -> name.contains("plume-acme-"));
    }

    @Test
    void noFilesAreTouchedUnlessAskedFor() throws Exception {
        host.addRoutes(PlumeLookup.routes(TestSettings.of(plume)));
        host.start();

        assertThat(host.getRoutes())
                .extracting(Route::getId)
                .containsExactlyInAnyOrder("plume-lookup", "plume-call", "plume-outcome", "plume-send", "plume-log-in");
        assertThat(host.getRegistry().lookupByName("plumeOutbox")).isNull();
    }

    @Test
    void aSecondInstanceOfTheSameNameIsRefusedAndTheFirstGoesOn() throws Exception {
        host.addRoutes(PlumeLookup.routes(TestSettings.of(plume)));
        host.start();

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> host.addRoutes(PlumeLookup.routes(TestSettings.of(plume))))
                .withMessageContaining("plume-lookup is already in this context");
        assertThat(ask("direct:plume-lookup", "ACC-1").found()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "acme", "Plume", "plume-", "plumeAcme", "plume-Acme", "plume.acme", "plume-a&b"})
    void aPrefixBeginsWithPlume(String prefix) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> PlumeLookup.routes().withPrefix(prefix))
                .withMessageContaining(prefix + " is not a valid prefix");
    }

    @ParameterizedTest
    @CsvSource({
        "plume.api.ulr,     http://plume, plume.api.ulr is not a key of this program. Did you mean plume.api.url?",
        "plume.concurrency, many,         plume.concurrency = many: must be a whole number",
        "plume.auth.scope,  '',           plume.auth.scope = nothing: is required"
    })
    void aWrongSettingIsRefusedAndNothingIsAdded(String key, String value, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> host.addRoutes(PlumeLookup.routes(TestSettings.of(plume, key, value))))
                .withMessageContaining(message)
                .withMessageEndingWith("in the settings given in code.");
        assertThat(host.getRouteDefinitions()).isEmpty();
    }

    @Test
    void aWrongPropertyOfTheHostIsNamedAsTheHostKnowsIt() {
        Properties properties = new Properties();
        properties.setProperty("plume-acme.concurrency", "many");
        properties.setProperty("plume-acme.api.url", plume.url());
        properties.setProperty("plume-acme.auth.token", "Bearer one");
        host.getPropertiesComponent().setOverrideProperties(properties);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> host.addRoutes(PlumeLookup.routes().withPrefix("plume-acme")))
                .withMessageContaining("plume-acme.concurrency = many")
                .withMessageContaining("PLUME_ACME_CONCURRENCY");
    }

    @ParameterizedTest
    @CsvSource({
        "plume-acme.concurency, Did you mean plume-acme.concurrency? Change it in the properties of the Camel context.",
        "plume-acme.hold.refusals, plume-acme.hold.canary replaces it."
    })
    void aMisspeltPropertyOfTheHostIsRefusedAndNothingIsAdded(String key, String message) {
        Properties properties = new Properties();
        properties.setProperty(key, "8");
        properties.setProperty("plume-other.of-the-host", "is another's to check");
        properties.setProperty("plumes.concurency", "of no interest");
        host.getPropertiesComponent().setInitialProperties(properties);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> host.addRoutes(PlumeLookup.routes().withPrefix("plume-acme")))
                .withMessageContaining(key + " is no")
                .withMessageContaining(message);
        assertThat(host.getRouteDefinitions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "plume-acme.concurrency, plume.concurrency",
        "plume-acme.concurency,  plume.concurrency",
        "plume.concurency,       plume.concurrency"
    })
    void aKeyInCodeBeginsWithPlumeWhateverThePrefixIs(String key, String right) {
        Map<String, String> settings = TestSettings.of(plume, key, "8");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> host.addRoutes(PlumeLookup.routes(settings).withPrefix("plume-acme")))
                .withMessageContaining(key + " is not a key")
                .withMessageContaining("Did you mean " + right + "?");
    }

    @Test
    void aMessageOfASecondLookupNamesKeysAsCodeWritesThem() {
        Map<String, String> settings = TestSettings.of(plume, "plume.auth.token", "Bearer one");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> host.addRoutes(PlumeLookup.routes(settings).withPrefix("plume-acme")))
                .withMessageContaining("plume.auth.token and plume.auth.token-url are both set");
    }

    @Test
    void noThreadOutlivesTheContext() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        host.addRoutes(PlumeLookup.routes(TestSettings.of(plume)).withFiles());
        host.start();
        ask("direct:plume-lookup", "ACC-1");
        assertThat(ours(before)).isNotEmpty();

        host.stop();

        await().until(() -> ours(before).isEmpty());
    }

    @Test
    void noThreadOutlivesAStartThatFails() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        host.addRoutes(PlumeLookup.routes(TestSettings.of(plume)).withFiles());
        host.addComponent("broken", new AsksAndBreaks());
        host.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("broken:start").to("mock:never");
            }
        });

        assertThatExceptionOfType(Exception.class)
                .isThrownBy(host::start)
                .withStackTraceContaining("this host does not start");

        assertThat(plume.callsOf("ACC-1")).as("it was running by then").isEqualTo(1);
        await().until(() -> ours(before).isEmpty());
    }

    /** Its consumer looks an account up when it starts, and then does not start. */
    private static final class AsksAndBreaks extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new DefaultConsumer(this, processor) {
                        @Override
                        protected void doStart() throws Exception {
                            try (ProducerTemplate template = getCamelContext().createProducerTemplate()) {
                                template.requestBody("direct:plume-lookup", "ACC-1", LookupOutcome.class);
                            }
                            throw new IllegalStateException("this host does not start");
                        }
                    };
                }
            };
        }
    }

    private HealthCheck.State health(String id) {
        return HealthCheckRegistry.get(host).getCheck(id).orElseThrow().call().getState();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }

    /** Lists the threads that are there now, were not there before, and are not the fake's or the tests'. */
    private static List<Thread> ours(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().contains("plume-"))
                .toList();
    }

    private LookupOutcome ask(String endpoint, String account) throws IOException {
        try (ProducerTemplate template = host.createProducerTemplate()) {
            return template.requestBody(endpoint, account, LookupOutcome.class);
        }
    }
}
