package host.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import host.behaviour.HostBehaviour;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.junit.jupiter.api.Test;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.fake.FakePlume;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** A Spring Boot host sets the lookup up in application.yaml, and sees it in its actuator. */
class SpringBootHostTest {

    /** What the host has of its own besides. */
    static class Own {
        @Bean
        HostBehaviour behaviour() {
            return new HostBehaviour();
        }

        @Bean
        CamelContextConfiguration ownThings(HostBehaviour behaviour) {
            return new CamelContextConfiguration() {
                @Override
                public void beforeApplicationStart(CamelContext context) {
                    try {
                        behaviour.addTo(context);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }

                @Override
                public void afterApplicationStart(CamelContext context) {}
            };
        }
    }

    /** A route that keeps the host from starting. */
    static class Broken {
        @Bean
        RoutesBuilder broken() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:broken").to("no-such-component:anywhere");
                }
            };
        }
    }

    @Test
    void theLookupIsSetUpInApplicationYamlAndSeenInTheActuator() throws Exception {
        try (FakePlume plume = new FakePlume();
                ConfigurableApplicationContext host = start(plume, List.of(Own.class))) {
            ProducerTemplate template = host.getBean(ProducerTemplate.class);
            LookupOutcome outcome = template.requestBody("direct:plume-lookup", "ACC-1", LookupOutcome.class);
            assertThat(outcome.found()).isTrue();
            assertThat(host.getBean(HostBehaviour.class).intercepted).noneMatch(id -> id.startsWith("plume"));
            assertThat(actuator(host, "health")).contains("\"plume-hold\"").doesNotContain("firewall");
            assertThat(actuator(host, "metrics/plume.outcomes?tag=outcome:found"))
                    .contains("\"value\":1.0");
            assertThat(actuator(host, "metrics/plume.hold?tag=prefix:plume")).contains("\"value\":0.0");

            plume.block(Duration.ofMinutes(5));
            template.asyncRequestBody("direct:plume-lookup", "ACC-2");

            await().untilAsserted(() -> assertThat(actuator(host, "health")).contains("DOWN", "firewall"));
            assertThat(actuator(host, "metrics/plume.hold")).contains("\"value\":1.0");
        }
    }

    @Test
    void theHostBehavesTheSameWithAndWithoutUs() throws Exception {
        try (FakePlume plume = new FakePlume()) {
            assertThat(seen(plume, true)).isEqualTo(seen(plume, false)).hasSizeGreaterThan(20);
        }
    }

    private static Map<String, String> seen(FakePlume plume, boolean lookup) throws Exception {
        try (ConfigurableApplicationContext host = start(plume, List.of(Own.class), "--host.lookup=" + lookup)) {
            CamelContext context = host.getBean(CamelContext.class);
            assertThat(context.getRoute("plume-lookup") != null).isEqualTo(lookup);
            return host.getBean(HostBehaviour.class).observe(context);
        }
    }

    @Test
    void aHostThatDoesNotStartKeepsNoThreadOfOurs() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (FakePlume plume = new FakePlume()) {
            assertThatThrownBy(() -> start(plume, List.of(Broken.class))).hasStackTraceContaining("no-such-component");
            await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !before.contains(thread))
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.contains("plume-")));
        }
    }

    private static ConfigurableApplicationContext start(FakePlume plume, List<Class<?>> more, String... settings) {
        List<Class<?>> sources = new ArrayList<>(more);
        sources.add(Host.class);
        SpringApplication application = new SpringApplication(sources.toArray(Class<?>[]::new));
        List<String> all = new ArrayList<>(List.of(
                "--partner.url=" + plume.url(),
                "--partner.id=" + plume.partnerId(),
                "--partner.token-url=" + plume.tokenUrl(),
                "--partner.authorization=" + plume.authorization()));
        all.addAll(List.of(settings));
        return application.run(all.toArray(String[]::new));
    }

    private static String actuator(ConfigurableApplicationContext host, String path)
            throws IOException, InterruptedException {
        String port = host.getEnvironment().getProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/" + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
