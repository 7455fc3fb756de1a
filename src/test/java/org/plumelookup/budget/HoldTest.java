package org.plumelookup.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.plumelookup.support.Patience;
import org.plumelookup.support.SettableClock;

/** Promise: while a hold lasts nobody calls but one probe, and everybody goes on when that is answered. */
class HoldTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SettableClock clock = new SettableClock();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final List<Caller> callers = new ArrayList<>();
    private Hold hold = hold(null);

    private Hold hold(Duration max) {
        return new Hold(clock, max, () -> {
            if (stopping.get()) {
                throw new RejectedExecutionException("stopping");
            }
        });
    }

    @AfterEach
    void endAllThreads() {
        callers.forEach(caller -> caller.steps.shutdownNow());
    }

    /** Does one step of the table as the probe or as somebody else, in a hold whose first time is over. */
    @ParameterizedTest(name = "{0}, {1}: held {2}, probe free {3}, until in {4} s, round {5}")
    @CsvSource({
        "probe, answered, false, false,   0, 0",
        "probe, leave,    true,  true,    0, 0",
        "probe, begin,    true,  true,   30, 1",
        "other, answered, true,  false,   0, 0",
        "other, leave,    true,  false,   0, 0",
        "other, begin,    true,  false,  30, 0"
    })
    void whatComesOfACallDependsOnWhetherItIsTheProbe(
            String who, String step, boolean held, boolean probeFree, long until, int round) throws Exception {
        hold.begin(HoldCause.OUTAGE, "down", MINUTE);
        clock.pass(MINUTE);
        Instant over = clock.instant();
        Caller probe = caller();
        probe.call(hold::await);
        Runnable action = switch (step) {
            case "answered" -> hold::answered;
            case "leave" -> hold::leave;
            default -> () -> hold.begin(HoldCause.FIREWALL, "wall", Duration.ofSeconds(30));
        };

        (who.equals("probe") ? probe : caller()).call(action);

        assertThat(hold.state().isPresent()).isEqualTo(held);
        if (held) {
            assertThat(hold.state().get().until()).isEqualTo(over.plusSeconds(until));
            assertThat(hold.state().get().round()).isEqualTo(round);
            clock.pass(Duration.ofSeconds(until));
            Caller next = caller();
            next.start(hold::await);
            if (probeFree) {
                next.join();
            } else {
                soon().until(next::isWaiting);
                probe.call(hold::answered);
                next.join();
            }
        }
    }

    @Test
    void nothingLastsBeforeAnythingBegins() {
        hold.await();
        hold.answered();
        hold.leave();

        assertThat(hold.state()).isEmpty();
        assertThat(hold.isWaiting()).isFalse();
        assertThat(hold.isShut()).isFalse();
        assertThat(hold.isProbe()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(HoldCause.class)
    void tellsCauseAndTimes(HoldCause cause) {
        hold.begin(cause, "why", MINUTE);

        assertThat(hold.state())
                .contains(new Hold.State(
                        cause, "why", clock.instant(), clock.instant().plus(MINUTE), 0));
        assertThat(hold.isWaiting()).isTrue();
        assertThat(hold.isShut()).isTrue();
        clock.pass(MINUTE);
        assertThat(hold.isWaiting()).isFalse();
        assertThat(hold.isShut()).isTrue();
    }

    @Test
    void aSecondCauseCanPutTheProbeOffButNotBringItForward() {
        hold.begin(HoldCause.FIREWALL, "wall", MINUTE);
        hold.begin(HoldCause.OUTAGE, "down", Duration.ofSeconds(5));
        assertThat(hold.state().orElseThrow().cause()).isEqualTo(HoldCause.FIREWALL);

        hold.begin(HoldCause.OUTAGE, "down", Duration.ofMinutes(2));
        assertThat(hold.state())
                .contains(new Hold.State(
                        HoldCause.OUTAGE,
                        "down",
                        clock.instant(),
                        clock.instant().plus(MINUTE.multipliedBy(2)),
                        0));
    }

    @Test
    void onlyOneOfManyThreadsIsTheProbeAndAllGoOnWhenItIsAnswered() throws Exception {
        hold.begin(HoldCause.OUTAGE, "down", MINUTE);
        AtomicInteger through = new AtomicInteger();
        AtomicInteger probes = new AtomicInteger();
        CountDownLatch answer = new CountDownLatch(1);
        for (int i = 0; i < 50; i++) {
            caller().start(() -> {
                hold.await();
                through.incrementAndGet();
                if (hold.isProbe()) {
                    probes.incrementAndGet();
                    answerOf(answer);
                    hold.answered();
                }
                hold.leave();
            });
        }
        for (Caller caller : callers) {
            soon().until(caller::isWaiting);
        }
        assertThat(through).hasValue(0);

        clock.pass(MINUTE);
        soon().until(() -> probes.get() == 1);
        assertThat(through).hasValue(1);

        answer.countDown();
        for (Caller caller : callers) {
            caller.join();
        }
        assertThat(through).hasValue(50);
        assertThat(probes).hasValue(1);
    }

    private static void answerOf(CountDownLatch answer) {
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new CancellationException();
        }
    }

    @Test
    void aProbeWhoseThreadDiesLetsAnotherProbe() throws Exception {
        hold.begin(HoldCause.OUTAGE, "down", MINUTE);
        clock.pass(MINUTE);
        Caller dying = caller();
        dying.call(hold::await);
        dying.die();

        caller().call(() -> {
            hold.await();
            assertThat(hold.isProbe()).isTrue();
            hold.answered();
        });

        assertThat(hold.state()).isEmpty();
    }

    @Test
    void theTimeGrowsFromRoundToRoundUpToAMinute() throws Exception {
        hold.begin(HoldCause.OUTAGE, "down", null);
        Instant since = clock.instant();
        long longest = 1000;
        for (int round = 0; round < 12; round++) {
            Hold.State state = hold.state().orElseThrow();
            assertThat(state.round()).isEqualTo(round);
            assertThat(state.since()).isEqualTo(since);
            assertThat(Duration.between(clock.instant(), state.until()).toMillis())
                    .isBetween(longest / 2, longest);
            clock.set(state.until());
            caller().call(() -> {
                hold.await();
                hold.begin(HoldCause.OUTAGE, "down", null);
            });
            longest = Math.min(60_000, 2 * longest);
        }
    }

    @Test
    void theNextHoldBeginsWithAShortTimeAgain() throws Exception {
        theTimeGrowsFromRoundToRoundUpToAMinute();
        clock.pass(MINUTE);
        caller().call(() -> {
            hold.await();
            hold.answered();
        });

        hold.begin(HoldCause.OUTAGE, "down", null);

        assertThat(hold.state().orElseThrow().round()).isZero();
        assertThat(hold.state().orElseThrow().until())
                .isBeforeOrEqualTo(clock.instant().plusSeconds(1));
    }

    @Test
    void whoWaitsLongerThanAllowedGivesUpAndNamesTheKey() {
        hold = hold(Duration.ofMinutes(10));
        hold.begin(HoldCause.LOG_IN, "invalid_client", Duration.ofHours(1));
        clock.pass(Duration.ofMinutes(10).plusMillis(1));

        assertThatThrownBy(hold::await)
                .isInstanceOf(HoldTooLongException.class)
                .hasMessageContaining("plume.hold.max")
                .hasMessageContaining("invalid_client");
    }

    @Test
    void aHoldThatIsLongerThanAllowedStillEndsByAProbe() throws Exception {
        hold = hold(Duration.ofMinutes(10));
        hold.begin(HoldCause.OUTAGE, "down", Duration.ofHours(1));
        clock.pass(Duration.ofHours(1));

        caller().call(() -> {
            hold.await();
            hold.begin(HoldCause.OUTAGE, "down", MINUTE);
        });
        assertThatThrownBy(hold::await).isInstanceOf(HoldTooLongException.class);
        clock.pass(MINUTE);
        caller().call(() -> {
            hold.await();
            hold.answered();
        });

        assertThat(hold.state()).isEmpty();
    }

    @Test
    void whoWaitsGivesUpWhenTheProgramStops() throws Exception {
        hold.begin(HoldCause.OUTAGE, "down", MINUTE);
        Caller caller = caller();
        caller.start(hold::await);
        soon().until(caller::isWaiting);

        stopping.set(true);

        assertThatThrownBy(caller::join).hasCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void whoWaitsGivesUpWhenInterrupted() throws Exception {
        hold.begin(HoldCause.OUTAGE, "down", MINUTE);
        Caller caller = caller();
        caller.start(hold::await);
        soon().until(caller::isWaiting);

        caller.interrupt();

        assertThatThrownBy(caller::join).hasCauseInstanceOf(CancellationException.class);
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(2)).pollDelay(Duration.ZERO);
    }

    private Caller caller() {
        Caller caller = new Caller();
        callers.add(caller);
        return caller;
    }

    /** Calls from one thread of its own, as long as that lives. */
    private static final class Caller {
        private final AtomicReference<Thread> thread = new AtomicReference<>();
        private final ExecutorService steps = Executors.newSingleThreadExecutor(job -> {
            thread.set(new Thread(job, "caller"));
            return thread.get();
        });
        private Future<?> step;

        void start(Runnable job) {
            step = steps.submit(job);
        }

        void join() throws Exception {
            Patience.result(step);
        }

        void call(Runnable job) throws Exception {
            start(job);
            join();
        }

        /** Tells whether the thread waits for a time; one without work waits without. */
        boolean isWaiting() {
            return thread.get().getState() == Thread.State.TIMED_WAITING;
        }

        void interrupt() {
            thread.get().interrupt();
        }

        void die() throws InterruptedException {
            steps.shutdownNow();
            thread.get().join();
        }
    }
}
