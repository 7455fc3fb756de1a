package org.plumelookup.app.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.budget.CircuitBreaker;
import org.plumelookup.budget.CircuitBreakers;
import org.plumelookup.budget.HoldCause;
import org.plumelookup.config.Prefix;
import org.plumelookup.lookup.HoldPolicy;

/** An edit that has to wait for a route at work leaves the others as it found them, and to a hold what belongs to it. */
class RouteSwapTest {
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
    private final AtomicLong clock = new AtomicLong();
    private final CircuitBreaker api = new CircuitBreaker(clock::get, null, () -> {});
    private final CountDownLatch work = new CountDownLatch(1);

    @TempDir
    private Path folder;

    private RouteTexts texts;

    @BeforeEach
    void keepARouteAtWork() throws Exception {
        Files.writeString(folder.resolve("a.camel.yaml"), ROUTES);
        texts = RouteTexts.read(folder);
        RouteSwap.prepare(context);
        context.getRegistry().bind("work", work);
        context.getRegistry()
                .bind("plumeHoldPolicy", new HoldPolicy(context, Prefix.PLUME, new CircuitBreakers(api, api, api)));
        var loader = PluginHelper.getRoutesLoader(context);
        loader.loadRoutes(texts.resources(texts.byFile().keySet()));
        Files.writeString(
                folder.resolve("b.camel.yaml"),
                ROUTES.substring(0, ROUTES.indexOf("- route:", 1))
                        .replace(SOURCE, WITNESS)
                        .replace("accounts", "elsewhere"));
        RouteTexts both = RouteTexts.read(folder);
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
        clock.addAndGet(LONG.toNanos());
        await().until(() -> status(SOURCE) == ServiceStatus.Started);
    }

    @Test
    void aHoldThatBeginsMeanwhileIsKept() throws Exception {
        CompletableFuture<Boolean> swapped = swapLater(Duration.ofSeconds(2));
        await().until(() -> status(SOURCE) == ServiceStatus.Suspended);
        begin();
        assertThat(swapped.join()).isFalse();
        assertThat(status(SOURCE)).isEqualTo(ServiceStatus.Suspended);
    }

    @Test
    void aHoldThatEndsMeanwhileOpensNoRouteThatIsBeingEmptied() throws Exception {
        begin();
        await().until(() -> status(SOURCE) == ServiceStatus.Suspended);
        CompletableFuture<Boolean> swapped = swapLater(LONG);
        await().until(DirectDoors.of(context.getEndpoint("direct:" + WORK, DirectEndpoint.class))::isShut);
        clock.addAndGet(LONG.toNanos());
        await().until(() -> status(WITNESS) == ServiceStatus.Started);
        assertThat(status(SOURCE)).isEqualTo(ServiceStatus.Suspended);
        work.countDown();
        assertThat(swapped.join()).isTrue();
        assertThat(status(SOURCE)).isEqualTo(ServiceStatus.Started);
    }

    private void begin() {
        api.open(api.acquire(), HoldCause.OUTAGE, "test", LONG);
    }

    private CompletableFuture<Boolean> swapLater(Duration patience) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return swap(patience);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private boolean swap(Duration patience) throws Exception {
        return new RouteSwap(context, patience, patience)
                .swap(texts, texts, texts.byFile().keySet());
    }

    private ServiceStatus status(String route) {
        return ((StatefulService) context.getRoute(route).getConsumer()).getStatus();
    }
}
