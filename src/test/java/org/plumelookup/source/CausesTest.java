package org.plumelookup.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class CausesTest {
    @Test
    void theInnermostWordsAreToldInOneLine() {
        assertThat(Causes.text(
                        new IllegalStateException("outer", new IllegalStateException("ERROR: no\n  Position: 1"))))
                .isEqualTo("ERROR: no Position: 1");
    }

    @Test
    void aCauseWithoutWordsLeavesThoseAroundIt() {
        assertThat(Causes.text(new IllegalStateException("The connection broke", new SocketTimeoutException())))
                .isEqualTo("The connection broke");
    }

    @Test
    void whereThereAreNoWordsAtAllTheTypeIsTold() {
        assertThat(Causes.text(new SocketTimeoutException())).isEqualTo("SocketTimeoutException");
    }
}
