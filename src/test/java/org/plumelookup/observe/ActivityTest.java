package org.plumelookup.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.plumelookup.http.CallCounters;
import org.plumelookup.resilience.BudgetSettings;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.resilience.HoldCause;
import org.plumelookup.resilience.RateLimiter;

/** What sets the pace is a hold, else a log-in, else the budget, else the calls. */
class ActivityTest {
    private final CircuitBreakers breakers = CircuitBreakers.closed(null, () -> {});
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final RateLimiter budget =
            RateLimiter.local(new BudgetSettings(0.001, 0, Duration.ofMinutes(5), true), () -> {
                if (stopped.get()) {
                    throw new CancellationException();
                }
            });
    private final AtomicBoolean loggingIn = new AtomicBoolean();
    private final Activity activity = new Activity(breakers, budget, new CallCounters(), loggingIn::get);

    @Test
    void theFirstThatAppliesCounts() throws Exception {
        assertThat(activity.now()).isEqualTo("calling");
        Thread caller = new Thread(() -> {
            try {
                budget.take();
            } catch (CancellationException e) {
                // as asked for
            }
        });
        caller.start();
        await().until(() -> activity.now().equals("budget"));
        loggingIn.set(true);
        assertThat(activity.now()).isEqualTo("log-in");
        breakers.api().open(breakers.api().acquire(), HoldCause.OUTAGE, "down", Duration.ofHours(1));
        assertThat(activity.now()).isEqualTo("hold-outage");

        stopped.set(true);
        caller.join();
        assertThat(budget.isWaitedFor()).isFalse();
    }

    @Test
    void aReadingHasWhatWasSinceTheLastOne() {
        try (ActivityMeter meter = activity.measure()) {
            meter.called("200", 3_000_000);
            meter.called("none", 5_000_000);
            ActivityMeter.Reading reading = meter.read();

            assertThat(reading.responses()).isEqualTo(2);
            assertThat(reading.responseMillis()).isEqualTo(8);
            assertThat(reading.slowestMillis()).isEqualTo(5);
            assertThat(reading.millis()).containsOnlyKeys("calling");
            assertThat(meter.read().responses()).isZero();
        }
    }

    @Test
    void whatIsBelowAMillisecondIsNotLost() {
        try (ActivityMeter meter = activity.measure()) {
            long begin = System.nanoTime();
            long counted = 0;
            while (System.nanoTime() - begin < Duration.ofMillis(20).toNanos()) {
                counted += meter.read().millis().get("calling");
            }
            counted += meter.read().millis().get("calling");

            assertThat(counted).isGreaterThanOrEqualTo(20);
        }
    }
}
