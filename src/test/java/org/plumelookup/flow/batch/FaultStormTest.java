package org.plumelookup.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.fake.Outage;
import org.plumelookup.support.Accounts;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;
import org.plumelookup.support.Results;

/**
 * Lets the API fail in every way by turns while a batch is looked up: the accounts wait, and none fails that was not to
 * blame itself.
 *
 * <p>Each fault lasts until the flow holds and another call has come to nothing; then all is well for a while.
 */
class FaultStormTest {
    private static final int ROWS = 2_000;
    private static final int CALM = 30; // at least one account of each kind
    private static final Map<String, String> FAULTY = Map.of(
            "NONE-", "no-match",
            "OTHER-", "mismatch",
            "S401-", "unauthorized",
            "S403-", "forbidden",
            "S404-", "not-found",
            "S422-", "invalid",
            "S418-", "unexpected",
            "HTML-", "unexpected",
            "S500-", "server-error");
    private static final List<String> KINDS = List.of(
            "A-",
            "NONE-",
            "B-",
            "MANY-12-",
            "C-",
            "OTHER-",
            "D-",
            "S401-",
            "E-",
            "F-",
            "S403-",
            "G-",
            "H-",
            "S404-",
            "I-",
            "J-",
            "HTML-",
            "K-",
            "L-",
            "S422-",
            "M-",
            "N-",
            "S500-",
            "O-",
            "P-",
            "S418-",
            "Q-",
            "FLAKY-1-");

    @TempDir
    private Path folder;

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void noAccountFailsForWhatIsNotItsFault() throws Exception {
        List<String> ids = IntStream.range(0, ROWS)
                .mapToObj(row -> KINDS.get(row % KINDS.size()) + row)
                .toList();
        Path input = Accounts.write(folder.resolve("accounts.csv"), ids);
        FakePlumeSettings settings = FakePlumeSettings.builder()
                .delay(Duration.ofMillis(5))
                .slowAnswer(Duration.ofSeconds(5))
                .tokenLife(Duration.ofSeconds(4))
                .build();
        try (FakePlume plume = new FakePlume(settings);
                Flow flow = Flow.start(
                        plume, folder.resolve("out"), "plume.budget.window", "1s", "plume.call.timeout", "1s")) {
            plume.onReceived(request -> calls.incrementAndGet());
            CompletableFuture<Summary> batch = flow.batchLater(input);
            storm(plume, flow);
            assertThat(batch).as("the batch is long enough for the storm").isNotDone();
            assertThat(batch.get(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS).rows())
                    .isEqualTo(ROWS);
            assertEachIsRight(ids, Results.complete(folder.resolve("out/accounts.csv")));
        }
    }

    private void storm(FakePlume plume, Flow flow) {
        for (Outage mode : Outage.values()) {
            awaitCalls(CALM);
            if (mode == Outage.TOKEN_DOWN || mode == Outage.TOKEN_INVALID) {
                plume.expireTokens();
            }
            if (mode != Outage.NONE) {
                fail(flow, () -> plume.outage(mode), () -> plume.outage(Outage.NONE));
            }
        }
        awaitCalls(CALM);
        plume.expireTokens();
        awaitCalls(CALM);
        fail(flow, () -> plume.block(Duration.ofHours(1)), () -> plume.block(Duration.ZERO));
        awaitCalls(CALM);
        fail(
                flow,
                () -> {
                    plume.outage(Outage.ALL_401);
                    plume.expireTokens();
                },
                () -> {
                    plume.expireTokens();
                    plume.outage(Outage.NONE);
                });
        awaitCalls(CALM);
    }

    /** Lets the API fail until the flow holds because of it and one more call came to nothing. */
    private void fail(Flow flow, Runnable begin, Runnable end) {
        begin.run();
        Awaitility.await().until(flow::isHeld);
        awaitCalls(1);
        end.run();
    }

    private void awaitCalls(int more) {
        int before = calls.get();
        Awaitility.await().until(() -> calls.get() >= before + more);
    }

    /** An account that always fails can spend its last try in a fault of the API. */
    private static List<String> outcomes(String kind) {
        String outcome = FAULTY.getOrDefault(kind, "found");
        return outcome.equals("server-error")
                ? List.of(outcome, "unreachable", "unauthorized", "forbidden", "unexpected")
                : List.of(outcome);
    }

    private static void assertEachIsRight(List<String> ids, Results results) {
        assertThat(results.size()).isEqualTo(ids.size());
        for (int row = 1; row <= ids.size(); row++) {
            String id = ids.get(row - 1);
            String kind = id.substring(0, id.lastIndexOf('-') + 1);
            assertThat(results.outcome(row)).as("row %d, %s", row, id).isIn(outcomes(kind));
        }
    }
}
