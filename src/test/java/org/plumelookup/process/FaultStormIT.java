package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plumelookup.demo.FakePlume;
import org.plumelookup.demo.FakePlumeSettings;
import org.plumelookup.demo.Outage;
import org.plumelookup.support.Accounts;
import org.plumelookup.support.LookupProcess;
import org.plumelookup.support.LookupProcess.Setup;
import org.plumelookup.support.Results;
import org.plumelookup.support.Scale;

/**
 * Lets the API fail in every way by turns while a batch is looked up: the accounts wait, and none fails that was not to
 * blame itself.
 *
 * <p>Each fault lasts until the program holds and has sent probes in vain; then all is well for two hundred calls.
 * {@code mvn verify -Plong} goes round ten times.
 */
@Execution(ExecutionMode.CONCURRENT)
class FaultStormIT {
    private static final int ROUNDS = Scale.of(1);
    private static final int CALM = 200;
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
        List<String> ids = IntStream.range(0, 4_000 * ROUNDS)
                .mapToObj(row -> KINDS.get(row % KINDS.size()) + row)
                .toList();
        Path input = Accounts.write(folder.resolve("accounts.csv"), ids);
        FakePlumeSettings settings = FakePlumeSettings.builder()
                .delay(Duration.ofMillis(5))
                .slowAnswer(Duration.ofSeconds(5))
                .tokenLife(Duration.ofSeconds(4))
                .build();
        try (FakePlume plume = new FakePlume(settings);
                LookupProcess run = Setup.of(folder, plume)
                        .with("PLUME_BUDGET_WINDOW", "1s")
                        .with("PLUME_CALL_TIMEOUT", "1s")
                        .start("file", input.toString(), "--out", "out")) {
            plume.onReceived(request -> calls.incrementAndGet());
            for (int round = 0; round < ROUNDS; round++) {
                storm(plume, run);
            }
            assertThat(run.exit()).as(run.output()).isZero();
            assertEachIsRight(ids, Results.complete(folder.resolve("out/accounts.csv")));
        }
    }

    private void storm(FakePlume plume, LookupProcess run) {
        for (Outage mode : Outage.values()) {
            awaitCalls(CALM);
            if (mode == Outage.TOKEN_DOWN || mode == Outage.TOKEN_INVALID) {
                plume.expireTokens();
            }
            if (mode != Outage.NONE) {
                fail(run, () -> plume.outage(mode), () -> plume.outage(Outage.NONE));
            }
        }
        awaitCalls(CALM);
        plume.expireTokens();
        awaitCalls(CALM);
        fail(run, () -> plume.block(Duration.ofHours(1)), () -> plume.block(Duration.ZERO));
        awaitCalls(CALM);
        fail(
                run,
                () -> {
                    plume.outage(Outage.ALL_401);
                    plume.expireTokens();
                },
                () -> {
                    plume.expireTokens();
                    plume.outage(Outage.NONE);
                });
        awaitCalls(CALM);
        assertThat(run.isAlive()).as("the batch is long enough for the storm").isTrue();
    }

    /** Lets the API fail until the program holds because of it and two more calls came to nothing. */
    private void fail(LookupProcess run, Runnable begin, Runnable end) {
        int holds = holds(run);
        begin.run();
        Awaitility.await().until(() -> holds(run) > holds);
        awaitCalls(2);
        end.run();
    }

    private static int holds(LookupProcess run) {
        return run.output().split("Hold: ", -1).length;
    }

    private void awaitCalls(int more) {
        int before = calls.get();
        Awaitility.await().until(() -> calls.get() >= before + more);
    }

    /** An account that always fails can spend its last try in a fault of the API. */
    private static List<String> outcomes(String kind) {
        String outcome = FAULTY.getOrDefault(kind, "found");
        return outcome.equals("server-error") ? List.of(outcome, "unreachable") : List.of(outcome);
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
