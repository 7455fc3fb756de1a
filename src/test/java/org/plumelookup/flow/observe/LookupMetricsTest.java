package org.plumelookup.flow.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.FlowTestSupport;
import org.plumelookup.support.Patience;
import org.plumelookup.support.TestSettings;

/** Health and metrics show since when there is a hold, and why. */
class LookupMetricsTest extends FlowTestSupport {
    @AutoClose
    private final FakePlume plume = new FakePlume();

    @Override
    protected Map<String, String> settings() {
        return TestSettings.of(plume, "plume.budget.window", "1s");
    }

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withEnableJMX();
    }

    @Test
    void aHoldIsSeenInHealthAndFiguresAndGoesByItself() throws Exception {
        assertThat(lookup("ACC-1").found()).isTrue();
        assertThat(figure("Hold")).isEqualTo("");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);

        plume.block(Duration.ofMinutes(5));
        CompletableFuture<LookupOutcome> waiting =
                template.asyncRequestBody("direct:plume-lookup", "ACC-2", LookupOutcome.class);

        await().until(() -> figure("Hold").toString().contains("firewall"));
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getMessage().orElse("")).contains("firewall");
        assertThat(health().getDetails()).containsKeys("since", "until");
        plume.block(Duration.ZERO);
        assertThat(Patience.result(waiting).found()).isTrue();
        assertThat(figure("Hold")).isEqualTo("");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(figure("Found")).isEqualTo(2L);
        assertThat(figure("Failed")).isEqualTo(0L);
        assertThat(figure("Outcomes")).isEqualTo("found=2");
        assertThat((long) figure("Calls")).isGreaterThanOrEqualTo(4);
        assertThat(figure("CallsByStatus").toString()).contains("200=", "403=");
        assertThat(figure("BudgetUsed")).isInstanceOf(Long.class);
        assertThat(figure("BudgetLeft")).isEqualTo(-1L);
        assertThat(figure("LogIns")).isEqualTo(1L);
        assertThat(figure("FailedLogIns")).isEqualTo(0L);
        assertThat((long) figure("TokenAgeSeconds")).isNotNegative();
        assertThat(figure("Sources")).isEqualTo("plume-lookup=2");
        assertThat(figure("Batches")).isEqualTo("");
        assertThat(figure("LedgerWrites")).isEqualTo(0L);
    }

    @Test
    void theNameInJmxIsTheSameAtEachStartAndThereIsNoOther() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        String services = "org.apache.camel:context=" + context.getManagementName() + ",type=services,name=";
        assertThat(server.queryNames(new ObjectName(services + "LookupMetrics*"), null))
                .isEmpty();
        assertThat(server.isRegistered(new ObjectName(services + "plume-lookup")))
                .isTrue();
        context.stop();
        assertThat(server.isRegistered(new ObjectName(services + "plume-lookup")))
                .isFalse();
    }

    private HealthCheck.Result health() {
        return HealthCheckRegistry.get(context)
                .getCheck("plume-hold")
                .orElseThrow()
                .call();
    }

    private Object figure(String name) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName service = new ObjectName(
                "org.apache.camel:context=" + context.getManagementName() + ",type=services,name=plume-lookup");
        return server.getAttribute(service, name);
    }
}
