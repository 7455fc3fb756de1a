package org.plumelookup.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A window forgets a call when it is over, and not before. */
class CallWindowTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong(-7);
    private final CallWindow window = new CallWindow(Duration.ofMinutes(5), clock::get);

    @Test
    void callsCountForTheWindowAndASliceMoreAtMost() {
        for (int second = 0; second < 400; second++) {
            window.add();
            clock.addAndGet(SECOND);
        }
        assertThat(window.used()).isBetween(299L, 305L);
        clock.addAndGet(150 * SECOND);
        assertThat(window.used()).isBetween(149L, 155L);
        clock.addAndGet(156 * SECOND);
        assertThat(window.used()).isZero();
    }

    @Test
    void afterALongRestNothingIsLeft() {
        window.add();
        assertThat(window.used()).isEqualTo(1);
        clock.addAndGet(1_000_000 * SECOND);
        assertThat(window.used()).isZero();
        window.add();
        assertThat(window.used()).isEqualTo(1);
    }
}
