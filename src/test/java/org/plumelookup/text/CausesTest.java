package org.plumelookup.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class CausesTest {
    @Test
    void theInnermostMessageIsReturnedInOneLine() {
        assertThat(Causes.text(
                        new IllegalStateException("outer", new IllegalStateException("ERROR: no\n  Position: 1"))))
                .isEqualTo("ERROR: no Position: 1");
    }

    @Test
    void aCauseWithoutMessageLeavesTheOneAroundIt() {
        assertThat(Causes.text(new IllegalStateException("The connection broke", new SocketTimeoutException())))
                .isEqualTo("The connection broke");
    }

    @Test
    void theTypeIsReturnedIfThereIsNoMessage() {
        assertThat(Causes.text(new SocketTimeoutException())).isEqualTo("SocketTimeoutException");
    }
}
