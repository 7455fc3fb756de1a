package org.plumelookup.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promise: never over budget, and the pace is used. */
class RateLimiterTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @ParameterizedTest
    @CsvSource({"6,2000,300", "0,2000,300", "1000,2000,300", "80,200,2", "0,20,1", "0.5,20,3600", "0,33,7"})
    void noWindowOfAnyPositionSeesMoreThanItsCalls(double pace, int calls, int seconds) {
        BudgetSettings settings = new BudgetSettings(pace, calls, Duration.ofSeconds(seconds), true);
        for (int seed = 0; seed < 40; seed++) {
            // Two per cent of the window: as late as the budget says that a call may leave.
            long latest = seed % 2 == 0 ? 0 : seconds * SECOND / 50;
            SimulatedCalls simulated = anyArrivalsAndRestarts(settings, new Random(seed), latest);
            assertThat(simulated.most(seconds * SECOND)).as("seed %d", seed).isLessThanOrEqualTo(calls);
        }
    }

    @ParameterizedTest
    @CsvSource({"6", "0.7", "80", "333.3"})
    void thePaceAloneLetsNoMoreThanOneCallMoreThanItsRateLeaveInAnyTime(double pace) {
        BudgetSettings settings = new BudgetSettings(pace, 0, Duration.ofMinutes(5), true);
        for (int seed = 0; seed < 20; seed++) {
            SimulatedCalls simulated = anyArrivalsAndRestarts(settings, new Random(seed), 0);
            for (double time : new double[] {0.3 / pace, 1 / pace, 2.5 / pace, 10 / pace, 100 / pace, 777.7 / pace}) {
                // A thousandth of a call is for the clock, which counts whole nanoseconds.
                assertThat(simulated.most((long) (time * SECOND)))
                        .as("seed %d, %f s", seed, time)
                        .isLessThanOrEqualTo((int) Math.ceil(pace * time - 0.001) + (pace * time < 1 ? 0 : 1));
            }
        }
    }

    @Test
    void withOneMoreCallInTheWindowThanItMayHoldTheSimulationWouldTell() {
        BudgetSettings slightlyTooMany = new BudgetSettings(0, 2060, Duration.ofSeconds(300), true);

        SimulatedCalls simulated = anyArrivalsAndRestarts(slightlyTooMany, new Random(1), 0);

        assertThat(simulated.most(300 * SECOND)).isGreaterThan(2000);
    }

    @Test
    void thePaceIsUsedInFullWhileSomebodyWaits() {
        SimulatedCalls simulated =
                new SimulatedCalls(new BudgetSettings(6, 2000, Duration.ofMinutes(5), true), new Random(), 0);
        IntStream.range(0, 200_000).forEach(i -> simulated.call());

        long[] times = simulated.times();

        assertThat(200_000.0 * SECOND / times[times.length - 1]).isGreaterThan(0.98 * 6);
    }

    @Test
    void theWindowIsUsedToNinetyThreePerCentWhereThereIsNoPace() {
        SimulatedCalls simulated =
                new SimulatedCalls(new BudgetSettings(0, 2000, Duration.ofMinutes(5), true), new Random(), 0);
        IntStream.range(0, 200_000).forEach(i -> simulated.call());

        long[] times = simulated.times();

        assertThat(200_000.0 * 300 * SECOND / times[times.length - 1]).isBetween(0.93 * 2000, 2000.0);
    }

    /** Bursts, drips and pauses, of many callers or few, and a restart every now and then, or very often. */
    private static SimulatedCalls anyArrivalsAndRestarts(BudgetSettings settings, Random random, long latest) {
        SimulatedCalls simulated = new SimulatedCalls(settings, random, latest);
        double ofWindow = settings.windowCalls() / (settings.window().toMillis() / 1000.0);
        double rate = Math.min(
                settings.callsPerSecond() > 0 ? settings.callsPerSecond() : Double.MAX_VALUE,
                ofWindow > 0 ? ofWindow : Double.MAX_VALUE);
        long usual = (long) (SECOND / rate);
        int restartEvery = new int[] {3, 50, 2000, Integer.MAX_VALUE}[random.nextInt(4)];
        while (simulated.reserved() < 20_000) {
            int kind = random.nextInt(10);
            int burst = kind == 0 ? 1 + random.nextInt(300) : 1;
            for (int i = 0; i < burst && simulated.queue() < 200 * usual; i++) {
                simulated.call();
            }
            simulated.pass((long) (usual * random.nextDouble() * (kind == 1 ? 20 : 2)));
            if (kind == 2 && random.nextInt(100) == 0) {
                simulated.pass((long) (500 * usual * random.nextDouble()));
            }
            if (random.nextInt(restartEvery) == 0) {
                simulated.restart();
            }
        }
        return simulated;
    }

    @Test
    void whoWaitsGivesUpWhenTheProgramStops() {
        RateLimiter budget = RateLimiter.local(new BudgetSettings(0.001, 0, Duration.ofMinutes(5), true), () -> {
            throw new RejectedExecutionException("stopping");
        });

        assertThatThrownBy(budget::take).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void whoWaitsGivesUpWhenInterrupted() {
        RateLimiter budget = RateLimiter.local(new BudgetSettings(0.001, 0, Duration.ofMinutes(5), true), () -> {});
        Thread.currentThread().interrupt();

        assertThatThrownBy(budget::take).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
