package host.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import host.behaviour.HostBehaviour;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.junit.jupiter.api.Test;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;

/** A host of YAML routes uses the Kamelet from the jar, with two partners at once. */
class KameletHostTest {

    @Test
    void twoPartnersInOneContextAreKeptApart() throws Exception {
        Set<String> received = ConcurrentHashMap.newKeySet();
        try (FakePlume plume = new FakePlume();
                FakePlume acme = new FakePlume(FakePlumeSettings.builder()
                        .partnerId("acme")
                        .client("acme", "other")
                        .build())) {
            acme.onReceived(call -> received.addAll(call.headers().keySet()));
            HostBehaviour behaviour = new HostBehaviour();
            Main host = host(behaviour, "host.camel.yaml", plume, acme);
            host.start();
            try (ProducerTemplate template = host.getCamelContext().createProducerTemplate()) {
                for (int i = 0; i < 2; i++) {
                    assertThat(ask(template, "default", "ACC-1").getBody(String.class))
                            .contains("\"outcome\":\"found\"");
                    assertThat(ask(template, "acme", "ACC-1").getHeaders())
                            .containsEntry("plumeOutcome", "found")
                            .containsEntry("verdict", "customer")
                            .containsEntry("hostHeader", "value");
                }
                assertThat(ask(template, "acme", "null").getHeaders())
                        .containsEntry("plumeOutcome", "invalid")
                        .containsEntry("verdict", "stranger");

                assertThat(plume.callsOf("ACC-1")).as("one keeps its answers").isEqualTo(1);
                assertThat(acme.callsOf("ACC-1")).as("the other does not").isEqualTo(2);
                assertThat(plume.stats().logIns()).isEqualTo(1);
                assertThat(acme.stats().logIns()).isEqualTo(1);
                assertThat(received)
                        .contains("Authorization")
                        .noneMatch(name -> name.startsWith("Host") && name.length() > 4);
                assertThat(behaviour.intercepted).isNotEmpty().noneMatch(id -> id.startsWith("plume-kamelet"));
            } finally {
                host.stop();
            }
        }
    }

    @Test
    void theHostBehavesTheSameWithAndWithoutUs() throws Exception {
        try (FakePlume plume = new FakePlume()) {
            assertThat(seen(plume, "host.camel.yaml")).isEqualTo(seen(plume, "none.camel.yaml"));
        }
    }

    private static Map<String, String> seen(FakePlume plume, String routes) throws Exception {
        HostBehaviour behaviour = new HostBehaviour();
        Main host = host(behaviour, routes, plume, plume);
        host.start();
        try {
            Map<String, String> seen = behaviour.observe(host.getCamelContext());
            seen.keySet().removeIf(name -> name.matches("host-(default|acme|none).*"));
            return seen;
        } finally {
            host.stop();
        }
    }

    @Test
    void aHostThatDoesNotStartKeepsNoThreadOfOurs() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (FakePlume plume = new FakePlume()) {
            Main host = host(new HostBehaviour(), "host.camel.yaml", plume, plume);
            host.configure().addRoutesBuilder(new org.apache.camel.builder.RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:broken").to("no-such-component:anywhere");
                }
            });
            try {
                host.start();
                throw new AssertionError("it starts");
            } catch (Exception e) {
                assertThat(e).hasStackTraceContaining("no-such-component");
            }
            await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !before.contains(thread))
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.contains("plume-")));
        }
    }

    private static Main host(HostBehaviour behaviour, String routes, FakePlume plume, FakePlume acme) {
        Main host = new Main();
        host.configure().withRoutesIncludePattern("classpath:" + routes);
        of(host, "default", plume);
        of(host, "acme", acme);
        host.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport main) {
                try {
                    behaviour.addTo(main.getCamelContext());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        return host;
    }

    private static void of(Main host, String name, FakePlume plume) {
        host.addOverrideProperty(name + ".url", plume.url());
        host.addOverrideProperty(name + ".partner", plume.partnerId());
        host.addOverrideProperty(name + ".token-url", plume.tokenUrl());
        host.addOverrideProperty(name + ".authorization", plume.authorization());
    }

    private static org.apache.camel.Message ask(ProducerTemplate template, String route, String account) {
        Exchange answer = template.request("direct:host-" + route, exchange -> {
            exchange.getMessage().setBody(account);
            exchange.getMessage().setHeader("hostHeader", "value");
        });
        assertThat(answer.getException()).isNull();
        return answer.getMessage();
    }
}
