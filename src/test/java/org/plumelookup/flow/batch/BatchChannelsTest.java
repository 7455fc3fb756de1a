package org.plumelookup.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.event.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Flow;
import org.plumelookup.support.FlowTestSupport;
import org.plumelookup.support.Patience;
import org.plumelookup.support.TestSettings;

/** The rows of a batch become messages only if a channel leads elsewhere than to the outbox. */
class BatchChannelsTest extends FlowTestSupport {
    private final FakePlume plume = new FakePlume();
    private final AtomicInteger split = new AtomicInteger();

    @TempDir
    private Path folder;

    @Override
    protected String[] files() {
        return new String[] {"plume-to-channels"};
    }

    @Override
    protected Map<String, String> settings() {
        return TestSettings.of(
                plume, "plume.file.outbox", folder.resolve("outbox").toString(), "plume.budget.window", "1s");
    }

    @BeforeEach
    void countWhatIsSplit() {
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (((ExchangeSendingEvent) event)
                        .getEndpoint()
                        .getEndpointUri()
                        .endsWith("plume-outcome")) {
                    split.incrementAndGet();
                }
            }

            @Override
            public boolean isEnabled(CamelEvent event) {
                return event instanceof ExchangeSendingEvent;
            }
        });
    }

    @AfterEach
    void closeFake() {
        plume.close();
    }

    @Test
    void noMessageIsMadeIfBothChannelsAreTheShippedOnes() {
        assertThat(batch("accounts.txt").rows()).isEqualTo(3);
        assertThat(split).hasValue(0);
    }

    @Test
    void aRouteThatIsReplacedWhileTheContextRunsCounts() throws Exception {
        assertThat(batch("before.txt").rows()).isEqualTo(3);
        replaceErrorChannel(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:plume-error").routeId("plume-to-error").to("mock:error");
            }
        });
        MockEndpoint error = getMockEndpoint("mock:error");
        error.expectedMessageCount(1);

        assertThat(batch("after.txt").rows()).isEqualTo(3);

        error.assertIsSatisfied();
        assertThat(split).hasValue(3);
    }

    @Test
    void aRowThatIsUnderWayWhileItsChannelIsReplacedReachesTheNewOne() throws Exception {
        assertThat(batch("before.txt").rows()).isEqualTo(3);
        plume.block(Duration.ofMinutes(5));
        CompletableFuture<Summary> waiting = CompletableFuture.supplyAsync(() -> batch("after.txt"));
        await().until(() ->
                HealthCheckHelper.getHealthCheck(context, "plume-hold").call().getState() == State.DOWN);

        replaceErrorChannel(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:plume-error").routeId("plume-to-error").to("mock:error");
            }
        });
        getMockEndpoint("mock:error").expectedMessageCount(1);
        plume.block(Duration.ZERO);

        assertThat(Patience.result(waiting).rows()).isEqualTo(3);
        getMockEndpoint("mock:error").assertIsSatisfied();
    }

    @Test
    void aChannelFromATemplateOfOneStepCounts() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("channel")
                        .templateParameter("uri")
                        .from("direct:plume-error")
                        .to("{{uri}}");
            }
        });
        context.getRouteController().stopRoute("plume-to-error");
        context.removeRoute("plume-to-error");
        context.addRouteFromTemplate("plume-to-error", "channel", Map.of("uri", "mock:error"));
        getMockEndpoint("mock:error").expectedMessageCount(1);

        assertThat(batch("accounts.txt").rows()).isEqualTo(3);

        getMockEndpoint("mock:error").assertIsSatisfied();
    }

    private void replaceErrorChannel(RouteBuilder channel) throws Exception {
        context.getRouteController().stopRoute("plume-to-error");
        context.removeRoute("plume-to-error");
        context.addRoutes(channel);
    }

    private Summary batch(String name) {
        File file = Flow.file(folder.resolve(name), Stream.of("A1", "NONE-A2", "A3"))
                .toFile();
        return template.requestBody("direct:plume-batch", file, Summary.class);
    }
}
