package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.resilience.HoldCause;

/** The pace of a batch leaves out the time of holds, and no hold ends it. */
class InFlightLimiterTest {
    private final AtomicLong nanos = new AtomicLong();
    private final CircuitBreakers breakers = new CircuitBreakers(breaker(), breaker(), breaker());

    private CircuitBreaker breaker() {
        return new CircuitBreaker(nanos::get, null, () -> {});
    }

    private void hold(CircuitBreaker breaker, HoldCause cause) {
        breaker.open(breaker.acquire(), cause, "down", Duration.ofSeconds(1));
    }

    @Test
    void holdsOfTwoResourcesAtATimeCountOnceAndThoseBeforeTheBatchNotAtAll() {
        hold(breakers.api(), HoldCause.OUTAGE);
        nanos.addAndGet(Duration.ofHours(3).toNanos());
        InFlightLimiter limiter = new InFlightLimiter(breakers, null, () -> false);
        assertThat(limiter.held()).isZero();

        hold(breakers.results(), HoldCause.RESULTS);
        nanos.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(limiter.held()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aBatchGoesOnWhenTheTimeOfAHoldIsOverAlsoIfNobodyElseTries() {
        InFlightLimiter limiter =
                new InFlightLimiter(breakers, breakers.results().acquire(), () -> false);
        hold(breakers.results(), HoldCause.RESULTS);
        AtomicLong looks = new AtomicLong();
        assertThat(limiter.acquire(() -> looks.incrementAndGet() > 1)).isFalse();

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(limiter.acquire(() -> looks.incrementAndGet() > 3)).isTrue();
    }
}
