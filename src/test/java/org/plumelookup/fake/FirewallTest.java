package org.plumelookup.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FirewallTest {
    private final AtomicLong now = new AtomicLong(-50);

    @Test
    void letsSoManyPassInAnyWindow() {
        Firewall firewall = firewall(3);
        for (int call = 0; call < 3; call++) {
            assertThat(firewall.admits()).isTrue();
            now.addAndGet(30);
        }
        now.addAndGet(9);
        assertThat(firewall.admits()).as("the first call is 99 old").isFalse();
        now.addAndGet(31);
        assertThat(firewall.admits()).as("two have left").isTrue();
    }

    @Test
    void keepsThoseOutWhoDoNotStopCalling() {
        Firewall firewall = firewall(3);
        for (int call = 0; call < 100; call++) {
            assertThat(firewall.admits()).isEqualTo(call < 3);
            now.addAndGet(25);
        }
        now.addAndGet(100);
        assertThat(firewall.admits()).isTrue();
        assertThat(firewall.peak()).isEqualTo(4);
    }

    @Test
    void remembersThePeakOfManyCalls() {
        Firewall firewall = firewall(0);
        for (int call = 0; call < 5000; call++) {
            assertThat(firewall.admits()).isTrue();
            now.addAndGet(call < 500 ? 10 : 0);
        }
        now.addAndGet(100);
        firewall.admits();
        assertThat(firewall.peak()).isEqualTo(4509);
    }

    @Test
    void blocksForATimeAndUntilUnblocked() {
        Firewall firewall = firewall(0);
        firewall.block(Duration.ofNanos(10));
        assertThat(firewall.admits()).isFalse();
        now.addAndGet(10);
        assertThat(firewall.admits()).isTrue();
        firewall.block(Duration.ofHours(1));
        assertThat(firewall.admits()).isFalse();
        firewall.block(Duration.ZERO);
        assertThat(firewall.admits()).isTrue();
    }

    private Firewall firewall(int limit) {
        return new Firewall(limit, Duration.ofNanos(100), now::get);
    }
}
