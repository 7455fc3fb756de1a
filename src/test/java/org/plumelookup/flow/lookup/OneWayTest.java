package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.PlumeLookup;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.TestSettings;

/** Promise: an account whose outcome nobody would take is refused before a call is made for it. */
class OneWayTest {
    private final FakePlume plume = new FakePlume();
    private final DefaultCamelContext host = new DefaultCamelContext();

    @AfterEach
    void close() {
        host.stop();
        plume.close();
    }

    private ProducerTemplate start(List<String> taken, String... channels) throws Exception {
        host.addRoutes(PlumeLookup.routes(TestSettings.of(plume)).withPrefix("plume-acme"));
        for (String channel : channels) {
            host.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(channel + "?timeout=1000").process(exchange -> taken.add(channel));
                }
            });
        }
        host.start();
        return host.createProducerTemplate();
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:plume-acme-success", "direct:plume-acme-error"})
    void withoutBothChannelsItCostsNoCall(String only) throws Exception {
        ProducerTemplate template = start(new CopyOnWriteArrayList<>(), only);
        assertThatThrownBy(() -> template.sendBody("direct:plume-acme-lookup", "A1"))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .rootCause()
                .hasMessageContaining("No route begins with direct:plume-acme-")
                .hasMessageContaining("ask direct:plume-acme-lookup for a reply");
        assertThat(plume.stats().calls()).isZero();
        assertThat(template.requestBody("direct:plume-acme-lookup", "A1", LookupOutcome.class)
                        .found())
                .isTrue();
    }

    @Test
    void withBothItIsLookedUp() throws Exception {
        List<String> taken = new CopyOnWriteArrayList<>();
        ProducerTemplate template = start(taken, "direct:plume-acme-success", "direct://plume-acme-error");
        template.sendBody("direct:plume-acme-lookup", "A1");
        template.sendBody("direct:plume-acme-lookup", "NONE-1");
        assertThat(taken).containsExactly("direct:plume-acme-success", "direct://plume-acme-error");
    }
}
