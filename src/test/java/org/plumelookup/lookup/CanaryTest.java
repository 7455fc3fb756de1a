package org.plumelookup.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.plumelookup.auth.Credential;

/** One search for another account distinguishes a fault of the API from one of an account. */
class CanaryTest {
    private static final String UNKNOWN_ID = "plume-lookup-canary";

    private static final Credential ONE = new Credential("Bearer one");

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
        canary.good(doubt - 1, ONE);
        assertThat(canary.hasGoodAnswerSince(doubt)).isFalse();
        canary.good(doubt + 1, ONE);
        canary.good(doubt - 1, ONE);
        assertThat(canary.hasGoodAnswerSince(doubt)).isTrue();
    }

    @Test
    void aGoodAnswerToAnotherCredentialSaysNothingOfARefusal() {
        long doubt = System.nanoTime() + 1_000_000_000;
        canary.good(doubt + 1, ONE);
        assertThat(canary.hasGoodAnswerSince(doubt, ONE)).isTrue();
        assertThat(canary.hasGoodAnswerSince(doubt, new Credential("Bearer two")))
                .isFalse();
        assertThat(canary.hasGoodAnswerSince(doubt + 2, ONE)).isFalse();
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
