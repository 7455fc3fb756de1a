package org.plumelookup.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.SettableClock;

/** Promise: while a breaker is open nobody calls but one probe, and everybody goes on when that is answered. */
class CircuitBreakerTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SettableClock clock = new SettableClock();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private CircuitBreaker breaker = breaker(null);

    private CircuitBreaker breaker(Duration max) {
        return new CircuitBreaker(clock, max, () -> {
            if (stopping.get()) {
                throw new RejectedExecutionException("stopping");
            }
        });
    }

    @AfterEach
    void endAllThreads() {
        threads.shutdownNow();
    }

    private CircuitBreaker.Permit open(Duration time) {
        CircuitBreaker.Permit permit = breaker.acquire();
        breaker.open(permit, HoldCause.OUTAGE, "down", time);
        return permit;
    }

    @Test
    void itKnowsHowLongItWasOpenInAll() {
        assertThat(breaker.held()).isZero();
        open(Duration.ofSeconds(1));
        clock.pass(MINUTE);
        assertThat(breaker.held()).isEqualTo(MINUTE);
        breaker.success(breaker.acquire());
        clock.pass(MINUTE);
        assertThat(breaker.held()).isEqualTo(MINUTE);
        open(Duration.ofSeconds(1));
        clock.pass(MINUTE);
        assertThat(breaker.held()).isEqualTo(MINUTE.multipliedBy(2));
    }

    @Test
    void aUseThatSucceedsNowIsTheTrialIfOneIsDueAndNobodyMakesIt() {
        CircuitBreaker.Permit old = open(MINUTE);
        breaker.successNow(old);
        assertThat(breaker.isWaiting()).isTrue();

        clock.pass(MINUTE);
        CircuitBreaker.Permit trial = breaker.acquire();
        breaker.successNow(old);
        assertThat(breaker.isValid(trial)).isTrue();
        breaker.release(trial);
        breaker.successNow(old);
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.held()).isEqualTo(MINUTE);
        breaker.successNow(old);

        open(MINUTE);
        clock.pass(MINUTE);
        breaker.successNow(breaker.acquire());
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.acquire().isTrial()).isFalse();
    }

    private Duration untilProbe() {
        Hold hold = breaker.hold().orElseThrow();
        return Duration.between(Instant.now(), hold.until());
    }

    /** Results that cannot be delivered stop no call: a queue goes on. */
    @ParameterizedTest
    @CsvSource({"OUTAGE, Calls are suspended", "BUDGET, Calls are suspended", "RESULTS, No further row is read"})
    void theLogSaysWhatAHoldStops(HoldCause cause, String effect) {
        try (LogCapture log = LogCapture.ofThisThread()) {
            breaker.open(breaker.acquire(), cause, "down", MINUTE);
            assertThat(log.has("Hold: " + cause.text() + ": down. " + effect + ", next probe at "))
                    .isTrue();
        }
    }

    /** Returns a permit, that of the trial or another, when the first time of a hold is over. */
    @ParameterizedTest(name = "{0}, {1}: open {2}, trial free {3}, next probe in {4} s, round {5}")
    @CsvSource({
        "trial, success, false, false,  0, 0",
        "trial, release, true,  true,   0, 0",
        "trial, open,    true,  true,  30, 1",
        "other, success, true,  false,  0, 0",
        "other, release, true,  false,  0, 0",
        "other, open,    true,  false, 30, 0"
    })
    void whatComesOfAPermitDependsOnWhetherItIsTheTrial(
            String which, String step, boolean open, boolean trialFree, long until, int round) throws Exception {
        CircuitBreaker.Permit other = open(MINUTE);
        clock.pass(MINUTE);
        CircuitBreaker.Permit trial = breaker.acquire();
        assertThat(trial.isTrial()).isTrue();

        CircuitBreaker.Permit permit = which.equals("trial") ? trial : other;
        switch (step) {
            case "success" -> breaker.success(permit);
            case "release" -> breaker.release(permit);
            default -> breaker.open(permit, HoldCause.FIREWALL, "wall", Duration.ofSeconds(30));
        }

        assertThat(breaker.isOpen()).isEqualTo(open);
        if (open) {
            assertThat(untilProbe()).isCloseTo(Duration.ofSeconds(until), Duration.ofSeconds(5));
            assertThat(breaker.hold().orElseThrow().round()).isEqualTo(round);
            clock.pass(Duration.ofSeconds(until));
            Future<CircuitBreaker.Permit> next = threads.submit(breaker::acquire);
            if (trialFree) {
                assertThat(next.get().isTrial()).isTrue();
            } else {
                assertThat(next).isNotDone();
                breaker.success(trial);
                assertThat(next.get().isTrial()).isFalse();
            }
        }
    }

    @Test
    void closedItGivesPermitsToAll() {
        CircuitBreaker.Permit permit = breaker.acquire();
        assertThat(permit.isTrial()).isFalse();
        breaker.success(permit);
        breaker.release(permit);

        assertThat(breaker.hold()).isEmpty();
        assertThat(breaker.isWaiting()).isFalse();
        assertThat(breaker.isValid(permit)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(HoldCause.class)
    void aHoldHasCauseAndTimes(HoldCause cause) {
        CircuitBreaker.Permit permit = breaker.acquire();
        breaker.open(permit, cause, "why", MINUTE);

        Hold hold = breaker.hold().orElseThrow();
        assertThat(hold.cause()).isEqualTo(cause);
        assertThat(hold.why()).isEqualTo("why");
        assertThat(hold.since()).isCloseTo(Instant.now(), within(5, ChronoUnit.SECONDS));
        assertThat(untilProbe()).isCloseTo(MINUTE, Duration.ofSeconds(5));
        assertThat(breaker.isWaiting()).isTrue();
        assertThat(breaker.isValid(permit)).isFalse();
        clock.pass(MINUTE);
        assertThat(breaker.isWaiting()).isFalse();
        assertThat(breaker.isOpen()).isTrue();
    }

    /** The wall clock plays no part: what is shown is counted from now. */
    @Test
    void theTimesShownAreThoseOfTheMonotonicClock() {
        open(Duration.ofMinutes(10));
        clock.pass(Duration.ofMinutes(9));

        Hold hold = breaker.hold().orElseThrow();
        assertThat(hold.since()).isCloseTo(Instant.now().minus(Duration.ofMinutes(9)), within(5, ChronoUnit.SECONDS));
        assertThat(untilProbe()).isCloseTo(MINUTE, Duration.ofSeconds(5));
    }

    @Test
    void aSecondCauseCanPutTheProbeOffButNotBringItForward() {
        CircuitBreaker.Permit permit = breaker.acquire();
        breaker.open(permit, HoldCause.FIREWALL, "wall", MINUTE);
        breaker.open(permit, HoldCause.OUTAGE, "down", Duration.ofSeconds(5));
        assertThat(breaker.hold().orElseThrow().cause()).isEqualTo(HoldCause.FIREWALL);
        assertThat(untilProbe()).isCloseTo(MINUTE, Duration.ofSeconds(5));

        breaker.open(permit, HoldCause.OUTAGE, "down", Duration.ofMinutes(2));
        assertThat(breaker.hold().orElseThrow().cause()).isEqualTo(HoldCause.OUTAGE);
        assertThat(untilProbe()).isCloseTo(Duration.ofMinutes(2), Duration.ofSeconds(5));
    }

    @Test
    void onlyOneOfManyIsTheTrialAndAllGoOnWhenItIsAnswered() throws Exception {
        open(MINUTE);
        AtomicInteger through = new AtomicInteger();
        CompletableFuture<CircuitBreaker.Permit> trial = new CompletableFuture<>();
        List<Future<?>> callers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            callers.add(threads.submit(() -> {
                CircuitBreaker.Permit permit = breaker.acquire();
                if (permit.isTrial()) {
                    assertThat(trial.complete(permit)).isTrue();
                } else {
                    through.incrementAndGet();
                }
            }));
        }
        clock.pass(MINUTE);
        CircuitBreaker.Permit permit = trial.get();
        assertThat(through).hasValue(0);

        breaker.success(permit); // by whatever thread: the permit counts
        for (Future<?> caller : callers) {
            caller.get();
        }
        assertThat(through).hasValue(49);
    }

    @Test
    void theTimeGrowsFromRoundToRoundUpToAMinute() {
        open(null);
        long longest = 1000;
        for (int round = 0; round < 12; round++) {
            assertThat(breaker.hold().orElseThrow().round()).isEqualTo(round);
            assertThat(untilProbe().toMillis()).isBetween(longest / 2 - 500, longest + 500);
            clock.pass(MINUTE);
            open(null);
            longest = Math.min(60_000, 2 * longest);
        }
    }

    /** A hold of a night must not fill the log: a line at its begin, each time its wait has doubled, and at its end. */
    @Test
    void theLogHasALineAtTheBeginAtEachDoublingAndAtTheEnd() {
        try (LogCapture log = LogCapture.ofThisThread()) {
            for (int seconds : new int[] {1, 1, 2, 3, 4, 60, 60, 60}) {
                open(Duration.ofSeconds(seconds));
                clock.pass(Duration.ofSeconds(seconds));
            }
            breaker.success(breaker.acquire());

            String clock = "(\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d:\\d\\d";
            String again = "INFO .* Hold since " + clock + " continues, next probe at " + clock;
            assertThat(log.lines()).hasSize(5);
            assertThat(log.lines().get(0))
                    .matches("WARN .* Hold: the API is down: down\\. Calls are suspended, next probe at " + clock
                            + "; accounts wait, none fails\\. .*");
            assertThat(log.lines().get(1)).matches(again + " \\(in 2 s\\): the API is down: down\\. .*");
            assertThat(log.lines().get(2)).matches(again + " \\(in 4 s\\): .*");
            assertThat(log.lines().get(3)).matches(again + " \\(in 1 min\\): .*");
            assertThat(log.lines().get(4)).matches("INFO .* Hold ended after 3 min 11 s\\. .*");
        }
    }

    @Test
    void theLogTellsAnotherCauseAtOnce() {
        try (LogCapture log = LogCapture.ofThisThread()) {
            open(MINUTE);
            clock.pass(MINUTE);
            breaker.open(breaker.acquire(), HoldCause.LOG_IN, "invalid_client", Duration.ofSeconds(1));

            assertThat(log.lines()).hasSize(2).last().asString().contains("continues", "the log-in fails");
        }
    }

    @Test
    void theNextHoldBeginsWithAShortTimeAgain() {
        theTimeGrowsFromRoundToRoundUpToAMinute();
        clock.pass(MINUTE);
        breaker.success(breaker.acquire());

        open(null);

        assertThat(breaker.hold().orElseThrow().round()).isZero();
        assertThat(untilProbe()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whoWaitsLongerThanAllowedGivesUpAndNamesTheKey() {
        breaker = breaker(Duration.ofMinutes(10));
        breaker.open(breaker.acquire(), HoldCause.LOG_IN, "invalid_client", Duration.ofHours(1));
        clock.pass(Duration.ofMinutes(10).plusMillis(1));

        assertThatThrownBy(breaker::acquire)
                .isInstanceOf(HoldTooLongException.class)
                .hasMessageContaining("plume.hold.max")
                .hasMessageContaining("invalid_client");
    }

    @Test
    void aHoldThatIsLongerThanAllowedStillEndsByATrial() {
        breaker = breaker(Duration.ofMinutes(10));
        open(Duration.ofHours(1));
        clock.pass(Duration.ofHours(1));

        open(MINUTE);
        assertThatThrownBy(breaker::acquire).isInstanceOf(HoldTooLongException.class);
        clock.pass(MINUTE);
        breaker.success(breaker.acquire());

        assertThat(breaker.hold()).isEmpty();
    }

    @Test
    void whoWaitsGivesUpWhenTheProgramStops() {
        open(MINUTE);
        Future<CircuitBreaker.Permit> caller = threads.submit(breaker::acquire);

        stopping.set(true);

        assertThatThrownBy(caller::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void whoWaitsGivesUpWhenInterrupted() throws Exception {
        open(MINUTE);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        Future<CircuitBreaker.Permit> caller = threads.submit(() -> {
            thread.complete(Thread.currentThread());
            return breaker.acquire();
        });
        soon().until(() -> thread.get().getState() == Thread.State.TIMED_WAITING);

        thread.get().interrupt();

        assertThatThrownBy(caller::get).hasCauseInstanceOf(CancellationException.class);
    }

    /** Who finds one resource at fault holds nobody who needs another. */
    @Test
    void oneResourceDoesNotOpenOrCloseTheBreakerOfAnother() {
        CircuitBreakers breakers = CircuitBreakers.closed(null, () -> {});
        breakers.results().open(breakers.results().acquire(), HoldCause.RESULTS, "disk full", MINUTE);
        breakers.api().success(breakers.api().acquire());

        assertThat(breakers.hold().orElseThrow().cause()).isEqualTo(HoldCause.RESULTS);
        assertThat(breakers.isCallingSuspended()).isFalse();
        assertThat(breakers.isCallingLimited()).isFalse();
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(2)).pollDelay(Duration.ZERO);
    }
}
