package org.plumelookup.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.lookup.RecentFailures.FailureKind;

/** Failures are counted by what the API answered, and the last of them are remembered. */
class RecentFailuresTest {
    private final RecentFailures failures = new RecentFailures();

    @Test
    void theMostFrequentKindComesFirst() {
        add("A", Outcome.NO_MATCH, 200);
        add("B", Outcome.UNEXPECTED, 429);
        add("C", Outcome.UNEXPECTED, 403);
        add("D", Outcome.UNEXPECTED, 403);
        assertThat(failures.counts()).containsEntry(new FailureKind(Outcome.UNEXPECTED, 429), 1L);
        assertThat(failures.counts().keySet()).hasSize(3).startsWith(new FailureKind(Outcome.UNEXPECTED, 403));
    }

    @Test
    void theLastFiftyAreRememberedTheNewestFirst() {
        for (int i = 0; i < 60; i++) {
            add("A" + i, Outcome.NO_MATCH, 200);
        }
        assertThat(failures.last())
                .hasSize(50)
                .extracting(FailedLookup::accountId)
                .startsWith("A59")
                .endsWith("A10");
    }

    @Test
    void neitherManyKindsNorLongTextsTakeMuchMemory() {
        for (int status = 100; status < 600; status++) {
            add("A".repeat(5000), Outcome.UNEXPECTED, status);
        }
        assertThat(failures.counts()).hasSize(51);
        assertThat(failures.counts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(500);
        assertThat(failures.last().get(0).accountId()).hasSize(203).endsWith("...");
    }

    private void add(String account, Outcome outcome, int status) {
        failures.add(
                "plume-from-file",
                new LookupOutcome(LookupRequest.of(account), outcome, List.of(), 0, status, "why", 1, Instant.EPOCH));
    }
}
