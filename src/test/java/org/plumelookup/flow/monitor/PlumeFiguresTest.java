package org.plumelookup.flow.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.plumelookup.PlumeLookup;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.support.Settings;

/** Shows that health and figures tell since when and why nobody calls. */
class PlumeFiguresTest {

    @Test
    void aHoldIsSeenInHealthAndFiguresAndGoesByItself() throws Exception {
        try (FakePlume plume = new FakePlume();
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setOverrideProperties(settings(plume));
            context.addRoutes(new PlumeLookup());
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            assertThat(template.requestBody("direct:plume-lookup", "ACC-1", LookupOutcome.class)
                            .found())
                    .isTrue();
            assertThat(figure(context, "Hold")).isEqualTo("");
            assertThat(health(context).getState()).isEqualTo(HealthCheck.State.UP);

            plume.block(Duration.ofSeconds(2));
            CompletableFuture<LookupOutcome> waiting =
                    template.asyncRequestBody("direct:plume-lookup", "ACC-2", LookupOutcome.class);

            await().until(() -> figure(context, "Hold").toString().contains("firewall"));
            assertThat(health(context).getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(health(context).getMessage().orElse("")).contains("firewall");
            assertThat(health(context).getDetails()).containsKeys("since", "until");
            assertThat(waiting.join().found()).isTrue();
            assertThat(figure(context, "Hold")).isEqualTo("");
            assertThat(health(context).getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(figure(context, "Found")).isEqualTo(2L);
            assertThat(figure(context, "Failed")).isEqualTo(0L);
            assertThat(figure(context, "Outcomes")).isEqualTo("found=2");
            assertThat((long) figure(context, "Calls")).isGreaterThanOrEqualTo(4);
        }
    }

    private static Properties settings(FakePlume plume) {
        Properties settings = new Properties();
        settings.putAll(Settings.of(plume, "plume.budget.window", "1s"));
        return settings;
    }

    private static HealthCheck.Result health(DefaultCamelContext context) {
        return HealthCheckRegistry.get(context)
                .getCheck("plume-hold")
                .orElseThrow()
                .call();
    }

    private static Object figure(DefaultCamelContext context, String name) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName service = server.queryNames(
                        new ObjectName("org.apache.camel:context=" + context.getManagementName()
                                + ",type=services,name=PlumeFigures*"),
                        null)
                .iterator()
                .next();
        return server.getAttribute(service, name);
    }
}
