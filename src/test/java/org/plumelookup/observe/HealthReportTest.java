package org.plumelookup.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.junit.jupiter.api.Test;

/** What is reported of the checks, and what of it makes the program not ready. */
class HealthReportTest {
    private static final String WHY = "the disk is full";

    @Test
    void aTroubleIsToldWithWhyAndSince() {
        assertThat(text(report(true, down("plume", "plume-disk", false)).ready()))
                .isEqualTo("503 {\"status\":\"DOWN\",\"checks\":[{\"name\":\"plume-disk\",\"status\":\"DOWN\","
                        + "\"data\":{\"why\":\"the disk is full\",\"since\":\"now\"}}]}\n");
    }

    @Test
    void aHoldIsADetailIfAKeySaysSo() {
        assertThat(text(report(true, down("plume", "plume-hold", true)).ready()))
                .startsWith("200 {\"status\":\"UP\",\"degraded\":true,")
                .contains("{\"degraded\":true,\"why\":\"the disk is full\"");
        assertThat(text(report(false, down("plume", "plume-hold", true)).ready()))
                .startsWith("503 {\"status\":\"DOWN\",\"checks\"");
    }

    @Test
    void theDetailsOfOtherChecksAreNotTold() {
        assertThat(text(report(true, down("camel", "consumer:x", false)).ready()))
                .isEqualTo("503 {\"status\":\"DOWN\",\"checks\":[{\"name\":\"consumer:x\",\"status\":\"DOWN\"}]}\n");
    }

    @Test
    void beforeTheStartAndFromTheStopOnItIsAliveAndNotReady() {
        HealthReport report = new HealthReport(() -> null, true, Duration.ofSeconds(9));
        assertThat(text(report.ready())).startsWith("503").contains("starts or stops");
        assertThat(text(report.live())).startsWith("200 {\"status\":\"UP\"");
    }

    @Test
    void aCheckThatHangsIsTold() {
        CountDownLatch never = new CountDownLatch(1);
        Supplier<Collection<HealthCheck.Result>> hanging = () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        };
        HealthReport report = new HealthReport(hanging, true, Duration.ofMillis(50));
        assertThat(text(report.all())).startsWith("503").contains("not ended within 50 ms");
        assertThat(text(report.live())).startsWith("200");
        never.countDown();
    }

    private static HealthReport report(boolean readyInHold, HealthCheck check) {
        return new HealthReport(() -> List.of(check.call()), readyInHold, Duration.ofSeconds(9));
    }

    private static HealthCheck down(String group, String id, boolean hold) {
        return new AbstractHealthCheck(group, id) {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                builder.detail("why", WHY)
                        .detail("since", "now")
                        .detail("password", "x")
                        .detail(Readiness.HOLD, hold)
                        .down();
            }
        };
    }

    private static String text(Page.Content content) {
        return content.status() + " " + new String(content.body(), UTF_8);
    }
}
