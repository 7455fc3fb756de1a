package org.plumelookup.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One search for another account distinguishes a fault of the API from one of an account. */
class CanaryTest {
    private static final String UNKNOWN_ID = "plume-lookup-canary";

    private final Canary canary = new Canary(true);

    @Test
    void itSearchesForNobodyWhileNoAccountWasFound() {
        assertThat(canary.keyword("A1")).isEqualTo(UNKNOWN_ID);
        assertThat(canary.keyword("A1")).isEqualTo(UNKNOWN_ID);
    }

    @Test
    void itSearchesForTheAccountFoundLastByTurnsWithNobody() {
        canary.found("A1");
        canary.found("A2");
        assertThat(canary.keyword("B")).isEqualTo("A2");
        assertThat(canary.keyword("B")).isEqualTo(UNKNOWN_ID);
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
        assertThat(canary.keyword("B")).isEqualTo(UNKNOWN_ID);
        assertThat(canary.keyword("B")).isEqualTo(UNKNOWN_ID);
        canary.found("A1");
        assertThat(canary.keyword("B")).isEqualTo("A1");
    }

    @Test
    void onlyAGoodAnswerToALaterCallRefutesAFault() {
        long doubt = System.nanoTime() + 1_000_000_000;
        canary.good(doubt - 1);
        assertThat(canary.hasGoodAnswerSince(doubt)).isFalse();
        canary.good(doubt + 1);
        canary.good(doubt - 1);
        assertThat(canary.hasGoodAnswerSince(doubt)).isTrue();
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
        canary.bad(UNKNOWN_ID);
        assertThat(canary.failedCanaries()).isOne();
    }
}
