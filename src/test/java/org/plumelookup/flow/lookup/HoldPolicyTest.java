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
import org.plumelookup.budget.Hold;
import org.plumelookup.budget.HoldCause;
import org.plumelookup.config.Prefix;
import org.plumelookup.lookup.HoldPolicy;
import org.plumelookup.support.SettableClock;

/** A route that names the policy takes nothing while a hold lasts, but brings the probe where nobody else can. */
class HoldPolicyTest {
    private static final String STUCK = "stuck";
    private static final Duration LONG = Duration.ofMinutes(10);

    private final CountDownLatch over = new CountDownLatch(1);
    private final CamelContext context = new DefaultCamelContext();
    private final SettableClock clock = new SettableClock();
    private final Hold hold = new Hold(clock, null, () -> {});

    @BeforeEach
    void start() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:accounts")
                        .routeId("plume-from-seda")
                        .routePolicy(new HoldPolicy(context, Prefix.PLUME, hold))
                        .to("direct:plume-lookup");
                from("direct:plume-lookup")
                        .routeId("plume-lookup")
                        .bean(hold, "await")
                        .filter(body().isEqualTo(STUCK))
                        .process(exchange -> over.await())
                        .end()
                        .bean(hold, "answered");
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
        hold.begin(HoldCause.RESULTS, "test", LONG);
        awaitStatus(ServiceStatus.Suspended);
        context.createProducerTemplate().sendBody("seda:accounts?waitForTaskToComplete=Never", "A");
        assertThat(hold.state()).isPresent();
        clock.pass(LONG);
        awaitStatus(ServiceStatus.Started);
        Awaitility.await().until(() -> hold.state().isEmpty());
    }

    /** It can be what the API does not answer, and would be the probe for ever. */
    @Test
    void aHoldWithOneInFlightIsBroughtAnotherByTheConsumer() throws Exception {
        hold.begin(HoldCause.FIREWALL, "test", LONG);
        context.createProducerTemplate().asyncSendBody("direct:plume-lookup", STUCK);
        awaitStatus(ServiceStatus.Suspended);
        clock.pass(LONG);
        awaitStatus(ServiceStatus.Started);
        assertThat(hold.state()).isPresent();
        over.countDown();
        Awaitility.await().until(() -> hold.state().isEmpty());
    }

    @Test
    void aRouteThatAnOperatorStoppedStaysStopped() throws Exception {
        context.getRouteController().suspendRoute("plume-from-seda");
        hold.begin(HoldCause.RESULTS, "test", LONG);
        clock.pass(LONG);
        context.createProducerTemplate().sendBody("direct:plume-lookup", "A");
        assertThat(hold.state()).isEmpty();
        assertThat(context.getRouteController().getRouteStatus("plume-from-seda"))
                .isEqualTo(ServiceStatus.Suspended);
    }

    @Test
    void aRouteThatAnOperatorResumesDuringAHoldIsSuspendedAgain() throws Exception {
        hold.begin(HoldCause.RESULTS, "test", LONG);
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
