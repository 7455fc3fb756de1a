package org.plumelookup.flow.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.plumelookup.PlumeLookup;
import org.plumelookup.PlumeLookupAction;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.TestSettings;

/**
 * Promise: instances of one process whose API has the same host are together never faster than the strictest of them.
 */
@ResourceLock(LogCapture.LOG)
class OneHostTest {
    private static final double PACE = 10;
    private static final String SLOW = "10";
    private static final String FAST = "500";

    private final FakePlume plume = new FakePlume();
    private final List<DefaultCamelContext> hosts = new ArrayList<>();

    @AfterEach
    void close() {
        hosts.forEach(DefaultCamelContext::stop);
        plume.close();
    }

    private ProducerTemplate start(String prefix, String url, String pace, String own) throws Exception {
        DefaultCamelContext host = new DefaultCamelContext();
        hosts.add(host);
        Map<String, String> settings = TestSettings.of(
                plume, "plume.api.url", url, "plume.budget.own", own, "plume.budget.calls-per-second", pace);
        host.addRoutes(PlumeLookup.routes(settings).withPrefix(prefix));
        host.start();
        ProducerTemplate template = host.createProducerTemplate();
        template.setDefaultEndpointUri("direct:" + prefix + "-lookup");
        return template;
    }

    /** Other tests share the address 127.0.0.1, and have budgets of their own. */
    private String named() {
        return plume.url().replace("127.0.0.1", "localhost");
    }

    /** Looks accounts up side by side, and returns how long that took. */
    private static Duration ask(String name, int count, ProducerTemplate... instances) {
        long begin = System.nanoTime();
        List<CompletableFuture<LookupOutcome>> asked = IntStream.range(0, count)
                .boxed()
                .flatMap(number -> List.of(instances).stream()
                        .map(instance -> instance.asyncRequestBody(
                                instance.getDefaultEndpoint(), name + number, LookupOutcome.class)))
                .toList();
        asked.forEach(CompletableFuture::join);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static Duration atLeast(int calls) {
        return Duration.ofNanos((long) ((calls - 1) / PACE * 1e9));
    }

    @Test
    void twoInstancesOfTwoContextsShareOnePace() throws Exception {
        ProducerTemplate one = start("plume-one", named(), SLOW, "false");
        ProducerTemplate other = start("plume-other", named(), SLOW, "false");
        assertThat(ask("A", 10, one, other)).isGreaterThanOrEqualTo(atLeast(20));
    }

    @Test
    void theStrictestLimitIsInForceForEachUntilItsInstanceStops() throws Exception {
        try (LogCapture log = new LogCapture()) {
            ProducerTemplate fast = start("plume-one", named(), FAST, "false");
            ask("A", 20, fast);
            start("plume-other", named().replace("localhost", "LOCALHOST"), SLOW, "false");
            assertThat(log.has("plume-other-lookup shares the call budget of localhost with [plume-one-lookup]"))
                    .isTrue();
            assertThat(ask("B", 15, fast)).isGreaterThanOrEqualTo(atLeast(15));

            hosts.get(1).stop();
            int many = 100;
            assertThat(ask("C", many, fast)).isLessThan(atLeast(many));
        }
    }

    @Test
    void anotherHostAndABudgetOfItsOwnAreFree() throws Exception {
        start("plume-one", named(), SLOW, "false");
        ProducerTemplate own = start("plume-two", named(), FAST, "true");
        ProducerTemplate elsewhere = start("plume-three", plume.url(), FAST, "false");
        int many = 100;
        assertThat(ask("A", many, own)).isLessThan(atLeast(many));
        assertThat(ask("B", many, elsewhere)).isLessThan(atLeast(many));
    }

    @Test
    void usesOfTheKameletShareItToo() throws Exception {
        DefaultCamelContext host = new DefaultCamelContext();
        hosts.add(host);
        host.start();
        List<PlumeLookupAction> uses = new ArrayList<>();
        for (String field : List.of("accountId", "locationId")) {
            PlumeLookupAction use = new PlumeLookupAction();
            use.setCamelContext(host);
            use.getSettings()
                    .putAll(TestSettings.of(
                            plume,
                            "plume.api.url",
                            named(),
                            "plume.budget.own",
                            "false",
                            "plume.search.field",
                            field,
                            "plume.budget.calls-per-second",
                            SLOW));
            use.start();
            uses.add(use);
        }
        ProducerTemplate first = host.createProducerTemplate();
        first.setDefaultEndpointUri("direct:plume-kamelet-1-lookup");
        ProducerTemplate second = host.createProducerTemplate();
        second.setDefaultEndpointUri("direct:plume-kamelet-2-lookup");
        assertThat(ask("A", 8, first, second)).isGreaterThanOrEqualTo(atLeast(16));
        await().until(() -> plume.stats().searches() >= 16);
    }

    @Test
    void aPaceThatTheWindowSlowsIsToldAtTheStart() throws Exception {
        try (LogCapture log = new LogCapture()) {
            DefaultCamelContext host = new DefaultCamelContext();
            hosts.add(host);
            host.addRoutes(PlumeLookup.routes(TestSettings.of(
                            plume, "plume.budget.calls-per-second", "0", "plume.budget.window-calls", "2000"))
                    .withPrefix("plume-acme"));
            assertThat(log.has("plume-acme.budget.calls-per-second = 0 has no effect above 6.2, because"
                            + " plume-acme.budget.window-calls = 2000 and plume-acme.budget.window = 300 s"))
                    .isTrue();
        }
    }
}
