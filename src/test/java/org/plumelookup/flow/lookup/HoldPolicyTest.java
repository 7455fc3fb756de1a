package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plumelookup.lookup.HoldPolicy;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.resilience.HoldCause;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.support.SettableClock;

/** A route that names the policy takes nothing while a hold lasts, but brings the probe if nobody else can. */
class HoldPolicyTest {
    private static final String STUCK = "stuck";
    private static final Duration LONG = Duration.ofMinutes(10);

    private final CountDownLatch over = new CountDownLatch(1);
    private final CamelContext context = new DefaultCamelContext();
    private final SettableClock clock = new SettableClock();
    private final CircuitBreaker api = new CircuitBreaker(clock, null, () -> {});

    @BeforeEach
    void start() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:accounts")
                        .routeId("plume-from-seda")
                        .routePolicy(new HoldPolicy(context, InstanceName.PLUME, new CircuitBreakers(api, api, api)))
                        .to("direct:plume-lookup");
                from("direct:plume-lookup")
                        .routeId("plume-lookup")
                        .process(exchange -> exchange.setProperty("permit", api.acquire()))
                        .filter(body().isEqualTo(STUCK))
                        .process(exchange -> over.await())
                        .end()
                        .process(exchange -> api.success(exchange.getProperty("permit", CircuitBreaker.Permit.class)));
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aHoldWithNobodyInFlightEndsByWhatTheConsumerBringsNext() {
        api.open(api.acquire(), HoldCause.OUTAGE, "test", LONG);
        awaitStatus(ServiceStatus.Suspended);
        context.createProducerTemplate().sendBody("seda:accounts?waitForTaskToComplete=Never", "A");
        assertThat(api.isOpen()).isTrue();
        clock.pass(LONG);
        awaitStatus(ServiceStatus.Started);
        Awaitility.await().until(() -> !api.isOpen());
    }

    /** Its probe is a canary, so it does not matter what it is. */
    @Test
    void aHoldWithOneInFlightIsBroughtNoOther() throws Exception {
        context.createProducerTemplate().asyncSendBody("direct:plume-lookup", STUCK);
        Awaitility.await().until(() -> context.getInflightRepository().size("plume-lookup") == 1);
        api.open(api.acquire(), HoldCause.FIREWALL, "test", Duration.ZERO);
        awaitStatus(ServiceStatus.Suspended);
        over.countDown();
        awaitStatus(ServiceStatus.Started);
    }

    @Test
    void aRouteThatAnOperatorStoppedStaysStopped() throws Exception {
        context.getRouteController().suspendRoute("plume-from-seda");
        api.open(api.acquire(), HoldCause.OUTAGE, "test", LONG);
        clock.pass(LONG);
        context.createProducerTemplate().sendBody("direct:plume-lookup", "A");
        assertThat(api.isOpen()).isFalse();
        assertThat(context.getRouteController().getRouteStatus("plume-from-seda"))
                .isEqualTo(ServiceStatus.Suspended);
    }

    @Test
    void aRouteThatAnOperatorResumesDuringAHoldIsSuspendedAgain() throws Exception {
        api.open(api.acquire(), HoldCause.OUTAGE, "test", LONG);
        awaitStatus(ServiceStatus.Suspended);
        context.getRouteController().suspendRoute("plume-from-seda");
        context.getRouteController().resumeRoute("plume-from-seda");
        awaitStatus(ServiceStatus.Suspended);
    }

    private void awaitStatus(ServiceStatus status) {
        StatefulService consumer =
                (StatefulService) context.getRoute("plume-from-seda").getConsumer();
        Awaitility.await().until(() -> consumer.getStatus() == status);
    }
}
