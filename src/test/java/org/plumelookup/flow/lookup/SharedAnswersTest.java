package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.Summary;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.demo.Outage;
import org.plumelookup.support.Flow;

/** Lookups of one account share one answer, and each gives it back for what was asked by itself. */
class SharedAnswersTest {
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

    // ---- in one batch

    @Test
    void theSameAccountInManyRowsOfABatchIsAskedForOnceAndEachRowHasItsOwnAnswer() throws Exception {
        Path file = Files.writeString(folder.resolve("accounts.csv"), """
                accountId,note
                A1,first
                NONE-1,second
                A1,third
                A2,fourth
                NONE-1,fifth
                A1,sixth
                """);
        try (Flow flow = flow()) {
            Summary summary = flow.batch(file);

            assertThat(summary.rows()).isEqualTo(6);
            assertThat(plume.callsPerAccount())
                    .containsOnlyKeys("A1", "A2", "NONE-1")
                    .allSatisfy((id, calls) -> assertThat(calls).isEqualTo(1));
            assertThat(records("found.jsonl", "accountId", "note"))
                    .containsExactlyInAnyOrder("1 A1 first", "3 A1 third", "4 A2 fourth", "6 A1 sixth");
            assertThat(records("errors.jsonl", "accountId", "note"))
                    .containsExactlyInAnyOrder("2 NONE-1 second", "5 NONE-1 fifth");
        }
    }

    @Test
    void theSameFileAgainIsAskedAgainWhereItsResultsWereDeleted() throws Exception {
        Path file = Flow.file(folder.resolve("accounts"), Stream.of("A1", "NONE-1", "A1"));
        try (Flow flow = flow()) {
            Path results = flow.batch(file).folder();
            try (Stream<Path> files = Files.list(results)) {
                for (Path result : files.toList()) {
                    Files.delete(result);
                }
            }
            Files.delete(results);

            assertThat(flow.batch(file).rows()).isEqualTo(3);
            assertThat(plume.callsOf("A1")).isEqualTo(2);
            assertThat(plume.callsOf("NONE-1")).isEqualTo(2);
        }
    }

    private List<String> records(String name, String field, String column) throws Exception {
        List<String> records = new ArrayList<>();
        for (String line :
                Files.readAllLines(folder.resolve("outbox/accounts.csv").resolve(name))) {
            JsonNode record = new ObjectMapper().readTree(line);
            records.add(record.path("row").asText() + " " + record.path(field).asText() + " "
                    + record.path("input").path(column).asText());
        }
        return records;
    }

    @Test
    void manyRowsOfFewAccountsCostOneCallForEach() {
        Path file =
                Flow.file(folder.resolve("accounts"), IntStream.range(0, 5000).mapToObj(i -> "A" + i % 10));
        try (Flow flow = flow("plume.concurrency", "32")) {
            assertThat(flow.batch(file).outcomes()).containsEntry("found", 5000L);

            assertThat(plume.callsPerAccount()).hasSize(10);
            assertThat(plume.stats().searches()).isEqualTo(10);
        }
    }

    @Test
    void aRetryableFailureIsNotKept() {
        Path file = Flow.file(
                folder.resolve("accounts"),
                IntStream.range(0, 2000).mapToObj(i -> i == 0 || i == 1999 ? "S500-1" : "A" + i));
        try (Flow flow = flow("plume.cache.ttl", "1h")) {
            assertThat(flow.batch(file).outcomes())
                    .containsEntry("found", 1998L)
                    .containsEntry("server-error", 2L);
            assertThat(plume.callsOf("S500-1")).isEqualTo(8);

            assertThat(flow.lookup("S500-1").outcome()).isEqualTo(Outcome.SERVER_ERROR);
            assertThat(plume.callsOf("S500-1")).isEqualTo(12);
        }
    }

    // ---- at the same time

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
            await().until(() -> leader.get() != null && leader.get().getState() == Thread.State.TIMED_WAITING);
            CompletableFuture<Exchange> follower = new CompletableFuture<>();
            crowd.process("direct:plume-lookup", crowd.exchange(), follower);
            assertThat(follower).isNotDone();

            leader.get().interrupt();

            assertThat(failed.get(180, TimeUnit.SECONDS).getException()).hasMessageContaining("interrupted");
            // Its turn in the budget is the second one, 40 s after the start: what it does is wait for it.
            await().until(() -> Thread.getAllStackTraces().entrySet().stream()
                    .anyMatch(thread -> thread.getKey()
                                    .getName()
                                    .contains("(" + flow.context().getName() + ")")
                            && List.of(thread.getValue()).toString().contains("CallBudget.take")));
        }
    }

    @Test
    void aHostThatAsksAgainInTheSameExchangeIsNotGivenTheFailureOfTheFirstTime() throws Exception {
        try (Flow flow = flow()) {
            flow.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:twice")
                            .setProperty("id", body())
                            .to("direct:plume-lookup")
                            .setBody(exchangeProperty("id"))
                            .to("direct:plume-lookup");
                }
            });
            LookupOutcome second = flow.context()
                    .createProducerTemplate()
                    .requestBody("direct:twice", "FLAKY-5-1", LookupOutcome.class);

            assertThat(second.outcome()).isEqualTo(Outcome.FOUND);
        }
    }

    @Test
    void aHostThatAsksAgainInTheSameExchangeDoesNotWaitForTheLookupThatFailed() throws Exception {
        plume.outage(Outage.TOKEN_DOWN);
        try (Flow flow = flow("plume.hold.max", "300ms")) {
            flow.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:twice")
                            .setProperty("id", body())
                            .doTry()
                            .to("direct:plume-lookup")
                            .doCatch(Exception.class)
                            .process(exchange -> plume.outage(Outage.NONE))
                            .end()
                            .loopDoWhile(body().not().isInstanceOf(LookupOutcome.class))
                            .setBody(exchangeProperty("id"))
                            .doTry()
                            .to("direct:plume-lookup")
                            .doCatch(Exception.class) // gives up until a probe may leave
                            .setBody(constant(""))
                            .end()
                            .end();
                }
            });
            CompletableFuture<LookupOutcome> second =
                    flow.context().createProducerTemplate().asyncRequestBody("direct:twice", "A1", LookupOutcome.class);

            assertThat(second.get(180, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.FOUND);
        }
    }

    // ---- later

    @Test
    void withoutATimeToKeepAnswersEachLookupAsks() {
        try (Flow flow = flow()) {
            flow.lookup("A1");
            flow.lookup("A1");
            assertThat(plume.callsOf("A1")).isEqualTo(2);
        }
    }

    @Test
    void answersAreKeptAcrossLookupsForTheirTime() {
        try (Flow flow = flow("plume.cache.ttl", "1h")) {
            LookupOutcome first = flow.lookup("A1");
            LookupOutcome second = flow.lookup("{\"accountId\":\"A1\",\"order\":7}");
            flow.lookup("NONE-1");
            flow.lookup("NONE-1");

            assertThat(second.customers()).isEqualTo(first.customers());
            assertThat(second.request().input().path("order").asInt()).isEqualTo(7);
            assertThat(second.calls()).isZero();
            assertThat(plume.callsOf("A1")).isEqualTo(1);
            assertThat(plume.callsOf("NONE-1")).isEqualTo(1);
        }
    }

    @Test
    void answersAreForgottenAfterTheirTime() {
        try (Flow flow = flow("plume.cache.ttl", "300ms")) {
            long begin = System.nanoTime();
            flow.lookup("A1");
            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                flow.lookup("A1");
                return plume.callsOf("A1") == 2;
            });
            assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
        }
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
                    assertThat(asked.await(180, TimeUnit.SECONDS)).isTrue();
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
                ended.add(lookup.get(180, TimeUnit.SECONDS));
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
