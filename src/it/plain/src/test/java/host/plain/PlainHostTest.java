package host.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import host.behaviour.HostBehaviour;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.plumelookup.PlumeLookup;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.fake.FakePlume;

/** A host that makes its context in Java keeps all that is its own, and gets its answers. */
class PlainHostTest {

    @Test
    void theHostBehavesTheSameWithAndWithoutUs() throws Exception {
        Map<String, String> without;
        try (CamelContext context = new DefaultCamelContext()) {
            HostBehaviour behaviour = new HostBehaviour();
            behaviour.addTo(context);
            context.start();
            without = behaviour.observe(context);
        }
        try (FakePlume plume = new FakePlume();
                CamelContext context = new DefaultCamelContext();
                ProducerTemplate template = context.createProducerTemplate()) {
            HostBehaviour behaviour = new HostBehaviour();
            behaviour.addTo(context);
            context.addRoutes(PlumeLookup.routes(settings(plume)));
            context.start();
            template.requestBody("direct:plume-lookup", "ACC-1", LookupOutcome.class);

            assertThat(behaviour.observe(context)).isEqualTo(without).hasSizeGreaterThan(20);
        }
    }

    @Test
    void ourRoutesDoNotSeeWhatTheHostDoesToAllRoutes() throws Exception {
        Set<String> received = ConcurrentHashMap.newKeySet();
        try (FakePlume plume = new FakePlume();
                CamelContext context = new DefaultCamelContext();
                ProducerTemplate template = context.createProducerTemplate()) {
            plume.onReceived(call -> received.addAll(call.headers().keySet()));
            HostBehaviour behaviour = new HostBehaviour();
            behaviour.addTo(context);
            context.addRoutes(PlumeLookup.routes(settings(plume)));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:host-asks")
                            .routeId("host-asks")
                            .setHeader("hostHeader", constant("value"))
                            .setHeader("CamelHttpUri", constant("http://elsewhere.invalid"))
                            .to("direct:plume-lookup");
                }
            });
            context.start();

            LookupOutcome found = template.requestBody("direct:host-asks", "ACC-1", LookupOutcome.class);
            LookupOutcome lost = template.requestBody("direct:host-asks", "S500-1", LookupOutcome.class);

            assertThat(found.found()).isTrue();
            assertThat(lost.outcome()).as("not handled for all routes").isEqualTo(Outcome.SERVER_ERROR);
            assertThat(received)
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("host") && !name.equals("Host"));
            assertThat(behaviour.intercepted).contains("host-asks").noneMatch(id -> id.startsWith("plume"));
        }
    }

    @Test
    void aHostThatDoesNotStartKeepsNoThreadOfOurs() throws Exception {
        try (FakePlume plume = new FakePlume()) {
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            CamelContext context = new DefaultCamelContext();
            context.addRoutes(PlumeLookup.routes(settings(plume)));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:host-broken").routeId("host-broken").to("no-such-component:anywhere");
                }
            });

            assertThatThrownBy(context::start).hasStackTraceContaining("no-such-component");

            await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !before.contains(thread))
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.contains("plume-")));
        }
    }

    @Test
    void theLibraryBringsNoBrokerCommandLineFakeOrLoggingBackEnd() throws Exception {
        try (InputStream in = getClass().getResourceAsStream("/runtime.classpath")) {
            List<String> jars = Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split(":(?=/)|;"))
                    .map(jar -> jar.replaceAll(".*[/\\\\]", ""))
                    .toList();
            assertThat(jars).anyMatch(jar -> jar.startsWith("camel-http-"));
            assertThat(jars).filteredOn(jar -> jar.startsWith("plume-")).noneMatch(jar -> jar.contains("-app"));
            assertThat(jars)
                    .noneMatch(jar -> jar.matches(
                            "(artemis|activemq|pooled-jms|jakarta.jms|camel-(jms|main|yaml-dsl|management|health|"
                                    + "sql)-\\d|picocli|logback|slf4j-(simple|jdk14|nop)|log4j|spring|netty"
                                    + "|HikariCP|postgresql|h2|wiremock|junit).*"));
        }
    }

    @Test
    void theLibraryJarHoldsNeitherProgramNorFake() throws Exception {
        java.net.URI jar = PlumeLookup.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        try (java.util.jar.JarFile file = new java.util.jar.JarFile(new java.io.File(jar))) {
            assertThat(file.stream().map(Object::toString))
                    .contains("org/plumelookup/PlumeLookup.class")
                    .noneMatch(name -> name.matches("org/plumelookup/(app|demo)/.*|.*/Main.class|logback.*"));
        }
    }

    private static Map<String, String> settings(FakePlume plume) {
        return Map.of(
                "plume.api.url", plume.url(),
                "plume.api.partner-id", plume.partnerId(),
                "plume.auth.token-url", plume.tokenUrl(),
                "plume.auth.authorization", plume.authorization(),
                "plume.budget.calls-per-second", "0",
                "plume.budget.window-calls", "0",
                "plume.retry.attempts", "1");
    }
}
