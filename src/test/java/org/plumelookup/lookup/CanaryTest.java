package org.plumelookup.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One search for another account tells a fault of the API from a fault of one account. */
class CanaryTest {
    private static final String NOBODY = "plume-lookup-canary";

    private final Canary canary = new Canary(true);

    @Test
    void itSearchesForNobodyWhileNoAccountWasFound() {
        assertThat(canary.keyword("A1")).isEqualTo(NOBODY);
        assertThat(canary.keyword("A1")).isEqualTo(NOBODY);
    }

    @Test
    void itSearchesForTheAccountFoundLastByTurnsWithNobody() {
        canary.found("A1");
        canary.found("A2");
        assertThat(canary.keyword("B")).isEqualTo("A2");
        assertThat(canary.keyword("B")).isEqualTo(NOBODY);
        assertThat(canary.keyword("B")).isEqualTo("A2");
    }

    @Test
    void itSearchesForAnotherAccountThanTheOneInDoubt() {
        canary.found("A1");
        canary.found("A2");
        assertThat(canary.keyword("A2")).isEqualTo("A1");
    }

    @Test
    void anAccountWhoseCanaryWasBadIsNotSearchedForBeforeItIsFoundAgain() {
        canary.found("A1");
        canary.bad(canary.keyword("B"));
        assertThat(canary.keyword("B")).isEqualTo(NOBODY);
        assertThat(canary.keyword("B")).isEqualTo(NOBODY);
        canary.found("A1");
        assertThat(canary.keyword("B")).isEqualTo("A1");
    }

    @Test
    void onlyAGoodAnswerToALaterCallRefutesAFault() {
        long doubt = System.nanoTime() + 1_000_000_000;
        canary.good(doubt - 1);
        assertThat(canary.isRefuted(doubt)).isFalse();
        canary.good(doubt + 1);
        canary.good(doubt - 1);
        assertThat(canary.isRefuted(doubt)).isTrue();
    }

    @Test
    void oneIsInFlightForAllWhoWait() {
        assertThat(canary.claim()).isTrue();
        assertThat(canary.claim()).isFalse();
        canary.release();
        assertThat(canary.claim()).isTrue();
    }

    @Test
    void aBadAnswerIsAnOutage() {
        canary.bad(NOBODY);
        assertThat(canary.outages()).isOne();
    }
}
