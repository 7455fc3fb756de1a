package org.plumelookup.flow.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.app.reload.RouteReplacer;
import org.plumelookup.app.reload.RouteSources;
import org.plumelookup.lookup.HoldPolicy;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.resilience.HoldCause;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.support.Patience;
import org.plumelookup.support.SettableClock;

/**
 * An edit that has to wait for a route at work leaves the others as it found them, and to a hold what belongs to it.
 */
class RouteReplacerTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String SOURCE = "plume-from-seda";
    private static final String WORK = "plume-at-work";
    private static final String WITNESS = "plume-from-elsewhere";
    private static final String ROUTES = """
            - route:
                id: plume-from-seda
                routePolicyRef: plumeHoldPolicy
                from:
                  uri: seda:accounts
                  steps:
                    - to:
                        uri: log:plume
            - route:
                id: plume-at-work
                from:
                  uri: direct:plume-at-work
                  steps:
                    - bean:
                        ref: work
                        method: await()
            """;

    private final CamelContext context = new DefaultCamelContext();
    private final SettableClock clock = new SettableClock();
    private final CircuitBreaker api = new CircuitBreaker(clock, null, () -> {});
    private final CountDownLatch work = new CountDownLatch(1);

    @TempDir
    private Path folder;

    private RouteSources texts;
    private volatile Thread swapping;

    @BeforeEach
    void keepARouteAtWork() throws Exception {
        Files.writeString(folder.resolve("a.camel.yaml"), ROUTES);
        texts = RouteSources.read(folder);
        RouteReplacer.prepare(context);
        context.getRegistry().bind("work", work);
        context.getRegistry()
                .bind(
                        "plumeHoldPolicy",
                        new HoldPolicy(context, InstanceName.PLUME, new CircuitBreakers(api, api, api)));
        var loader = PluginHelper.getRoutesLoader(context);
        loader.loadRoutes(texts.resources(texts.byFile().keySet()));
        Files.writeString(
                folder.resolve("b.camel.yaml"),
                ROUTES.substring(0, ROUTES.indexOf("- route:", 1))
                        .replace(SOURCE, WITNESS)
                        .replace("accounts", "elsewhere"));
        RouteSources both = RouteSources.read(folder);
        loader.loadRoutes(both.resources(texts.changesTo(both)));
        context.start();
        context.createProducerTemplate().asyncSendBody("direct:" + WORK, "A");
        await().until(() -> context.getInflightRepository().size(WORK) == 1);
    }

    @AfterEach
    void stop() {
        work.countDown();
        context.stop();
    }

    @Test
    void whatAHoldHasSuspendedStaysSo() throws Exception {
        begin();
        await().until(() -> status(SOURCE) == ServiceStatus.Suspended);
        assertThat(swap(SHORT)).isFalse();
        assertThat(status(SOURCE)).isEqualTo(ServiceStatus.Suspended);
        clock.pass(LONG);
        await().until(() -> status(SOURCE) == ServiceStatus.Started);
    }

    @Test
    void aHoldThatBeginsMeanwhileIsKept() throws Exception {
        CompletableFuture<Boolean> swapped = swapLater(Duration.ofSeconds(1));
        await().until(() -> status(SOURCE) == ServiceStatus.Suspended);
        begin();
        assertThat(Patience.result(swapped)).isFalse();
        assertThat(status(SOURCE)).isEqualTo(ServiceStatus.Suspended);
    }

    @Test
    void aHoldThatEndsMeanwhileOpensNoRouteThatIsBeingEmptied() throws Exception {
        begin();
        await().until(() -> status(SOURCE) == ServiceStatus.Suspended);
        CompletableFuture<Boolean> swapped = swapLater(LONG);
        awaitEmptying();
        clock.pass(LONG);
        await().until(() -> status(WITNESS) == ServiceStatus.Started);
        assertThat(status(SOURCE)).isEqualTo(ServiceStatus.Suspended);
        work.countDown();
        assertThat(Patience.result(swapped)).isTrue();
        assertThat(status(SOURCE)).isEqualTo(ServiceStatus.Started);
    }

    /** The replacement waits at the last route for the messages in it. */
    private void awaitEmptying() {
        await().until(() -> swapping != null);
        await().until(() -> Arrays.stream(swapping.getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith(".reload.RouteGate")
                        && frame.getMethodName().equals("shut")));
    }

    private void begin() {
        api.open(api.acquire(), HoldCause.OUTAGE, "test", LONG);
    }

    private CompletableFuture<Boolean> swapLater(Duration patience) {
        return CompletableFuture.supplyAsync(() -> {
            swapping = Thread.currentThread(); // others swap in other tests
            try {
                return swap(patience);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private boolean swap(Duration patience) throws Exception {
        return new RouteReplacer(context, patience, patience)
                .replace(texts, texts, texts.byFile().keySet());
    }

    private ServiceStatus status(String route) {
        return ((StatefulService) context.getRoute(route).getConsumer()).getStatus();
    }
}
