package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;

/** Lookups of one account at the same time share one call, and each answers for what it was asked. */
class SingleFlightTest {
    @TempDir
    Path folder;

    private final FakePlume plume = new FakePlume();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        plume.close();
    }

    private Flow flow(String... settings) {
        return Flow.start(plume, folder.resolve("outbox"), settings);
    }

    @Test
    void aHundredLookupsAtOnceCostOneCall() throws Exception {
        try (Flow flow = flow();
                Crowd crowd = new Crowd(flow)) {
            crowd.join("direct:plume-lookup", 100);
            crowd.letTheApiAnswer();

            for (Exchange lookup : crowd.ended()) {
                LookupOutcome outcome = lookup.getMessage().getBody(LookupOutcome.class);
                assertThat(outcome.found()).isTrue();
                assertThat(outcome.request().input().path("number").asInt())
                        .isEqualTo(lookup.getProperty("number", int.class));
            }
            assertThat(plume.callsOf("A1")).isEqualTo(1);
        }
    }

    @Test
    void lookupsFromTwoSourcesAtOnceCostOneCall() throws Exception {
        try (Flow flow = flow()) {
            flow.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:one-source").to("direct:plume-lookup");
                    from("direct:other-source").to("direct:plume-lookup");
                }
            });
            try (Crowd crowd = new Crowd(flow)) {
                crowd.join("direct:one-source", 1);
                crowd.join("direct:other-source", 1);
                crowd.letTheApiAnswer();

                assertThat(crowd.ended())
                        .hasSize(2)
                        .allSatisfy(lookup -> assertThat(lookup.getMessage()
                                        .getBody(LookupOutcome.class)
                                        .found())
                                .isTrue());
            }
            assertThat(plume.callsOf("A1")).isEqualTo(1);
        }
    }

    @Test
    void thoseWhoFollowALookupThatFailedGoOn() throws Exception {
        try (Flow flow =
                flow("plume.budget.calls-per-second", "0.05", "plume.auth.token-url", "", "plume.auth.token", "x")) {
            Crowd crowd = new Crowd(flow);
            // The first one waits for the budget, all others for the first one.
            Exchange first = crowd.exchange();
            AtomicReference<Thread> leader = new AtomicReference<>();
            CompletableFuture<Exchange> failed = new CompletableFuture<>();
            threads.submit(() -> {
                leader.set(Thread.currentThread());
                crowd.process("direct:plume-lookup", first, failed);
            });
            await().until(() ->
                    leader.get() != null && waitsForTheBudget(leader.get().getStackTrace()));
            CompletableFuture<Exchange> follower = new CompletableFuture<>();
            crowd.process("direct:plume-lookup", crowd.exchange(), follower);
            assertThat(follower).isNotDone();

            leader.get().interrupt();

            assertThat(Patience.result(failed).getException()).hasMessageContaining("interrupted");
            // Its turn in the budget is the second one, 40 s after the start: what it does is wait for it.
            await().until(() -> Thread.getAllStackTraces().entrySet().stream()
                    .anyMatch(thread -> thread.getKey()
                                    .getName()
                                    .contains("(" + flow.context().getName() + ")")
                            && waitsForTheBudget(thread.getValue())));
        }
    }

    private static boolean waitsForTheBudget(StackTraceElement[] stack) {
        return List.of(stack).toString().contains("RateLimiter.take");
    }

    /** Lets many lookups of one account join while the API does not answer the first of them. */
    private final class Crowd implements AutoCloseable {
        private final Flow flow;
        private final CountDownLatch answer = new CountDownLatch(1);
        private final CountDownLatch asked = new CountDownLatch(1);
        private final List<CompletableFuture<Exchange>> lookups = new ArrayList<>();

        Crowd(Flow flow) {
            this.flow = flow;
            plume.onReceived(received -> {
                if (received.accountId() != null) {
                    asked.countDown();
                    try {
                        answer.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            });
        }

        void join(String uri, int count) throws Exception {
            for (int i = 0; i < count; i++) {
                CompletableFuture<Exchange> end = new CompletableFuture<>();
                lookups.add(end);
                Exchange exchange = exchange();
                if (lookups.size() == 1) {
                    threads.submit(() -> process(uri, exchange, end));
                    Patience.open(asked);
                } else {
                    // Comes back as soon as the lookup waits for the first one.
                    process(uri, exchange, end);
                }
            }
        }

        Exchange exchange() {
            Exchange exchange = new DefaultExchange(flow.context(), ExchangePattern.InOut);
            exchange.setProperty("number", lookups.size());
            exchange.getMessage()
                    .setBody(String.format(Locale.ROOT, "{\"accountId\":\"A1\",\"number\":%d}", lookups.size()));
            return exchange;
        }

        boolean process(String uri, Exchange exchange, CompletableFuture<Exchange> end) {
            try {
                AsyncProducer producer = flow.context().getEndpoint(uri).createAsyncProducer();
                producer.start();
                return producer.process(exchange, sync -> end.complete(exchange));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        void letTheApiAnswer() {
            answer.countDown();
        }

        List<Exchange> ended() throws Exception {
            List<Exchange> ended = new ArrayList<>();
            for (CompletableFuture<Exchange> lookup : lookups) {
                ended.add(Patience.result(lookup));
            }
            return ended;
        }

        @Override
        public void close() {
            answer.countDown();
            plume.onReceived(null);
        }
    }
}
