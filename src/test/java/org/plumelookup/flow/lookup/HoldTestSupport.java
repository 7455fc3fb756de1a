package org.plumelookup.flow.lookup;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.resilience.Hold;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;

/** Brings a fault upon a batch or a lookup, and watches the hold that follows. */
abstract class HoldTestSupport {
    /** Lookups in flight, if a test sets no other number. */
    static final int IN_FLIGHT = 8;

    @TempDir
    Path folder;

    final FakePlume plume = fake();

    static FakePlume fake() {
        return new FakePlume(FakePlumeSettings.builder()
                .slowAnswer(Duration.ofSeconds(3))
                .window(0, Duration.ofSeconds(1))
                .build());
    }

    @AfterEach
    void close() {
        plume.close();
    }

    final Flow flow(String... settings) {
        return Flow.start(plume, folder.resolve("outbox"), settings);
    }

    final Path file(Stream<String> accounts) {
        return Flow.file(folder.resolve("accounts"), accounts);
    }

    static Stream<String> accounts(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(number -> prefix + number);
    }

    static Stream<String> good(int count) {
        return accounts("A", count);
    }

    static Stream<String> refused(int count) {
        return IntStream.range(0, count).mapToObj(i -> (i % 2 == 0 ? "S403-" : "S401-") + i);
    }

    /** Puts accounts among sixty good ones, behind twenty of them. */
    static Stream<String> amongGood(Stream<String> accounts) {
        return Stream.of(good(20), accounts, good(60).skip(20)).flatMap(part -> part);
    }

    /**
     * Does something in the middle of a batch: when the search after so many others has come, and before it is
     * answered.
     */
    final void afterSearches(int searches, Runnable what) {
        AtomicInteger seen = new AtomicInteger();
        plume.onReceived(received -> {
            if (received.accountId() != null && seen.incrementAndGet() == searches + 1) {
                what.run();
            }
        });
    }

    static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(5));
    }

    static Summary end(CompletableFuture<Summary> batch) throws Exception {
        return Patience.result(batch);
    }

    /** Returns the hold that began last, even if it has ended meanwhile. */
    static Hold lastHold(Flow flow) {
        List<Hold> holds = flow.holds();
        return holds.get(holds.size() - 1);
    }

    /**
     * Counts the calls from now until the hold's probe may leave; none of those that come after it, however late this
     * is asked.
     */
    final long callsDuringHold(Flow flow) {
        Instant until = lastHold(flow).until();
        AtomicLong calls = new AtomicLong();
        plume.onReceived(received -> {
            if (Instant.now().isBefore(until)) {
                calls.incrementAndGet();
            }
        });
        soon().until(() -> !Instant.now().isBefore(until));
        return calls.get();
    }
}
