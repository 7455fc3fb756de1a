package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.FlowTestSupport;
import org.plumelookup.support.TestSettings;

/** Once the context stops, a lookup that has not begun makes no call, whoever splits a long list into lookups. */
class StoppingContextTest extends FlowTestSupport {
    private final FakePlume plume = new FakePlume(
            FakePlumeSettings.builder().delay(Duration.ofMillis(200)).build());

    @Override
    protected Map<String, String> settings() {
        return TestSettings.of(plume);
    }

    @BeforeEach
    void addAHostsRoute() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:lists")
                        .split(body().tokenize("\n"))
                        .to(org.apache.camel.ExchangePattern.InOut, "direct:plume-lookup");
            }
        });
    }

    @AfterEach
    void closeFake() {
        plume.close();
    }

    @Test
    void whatHasNotBegunMakesNoCall() {
        template.sendBody(
                "seda:lists", IntStream.range(0, 500).mapToObj(n -> "A" + n).collect(Collectors.joining("\n")));
        await().until(() -> plume.stats().searches() > 2);

        long before = plume.stats().searches();
        context.stop();

        assertThat(plume.stats().searches()).isLessThan(before + 20); // of 500, in the 10 s that the stop may take
    }
}
