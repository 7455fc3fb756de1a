package org.plumelookup.flow.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.Outage;
import org.plumelookup.resilience.HoldCause;
import org.plumelookup.support.Flow;
import org.plumelookup.support.RawServer;

/** While the API is down accounts wait and none fails; an account that is poisoned is to blame itself. */
@Execution(ExecutionMode.CONCURRENT)
class HoldOnOutageTest extends HoldTestSupport {

    @ParameterizedTest
    @EnumSource(names = {"REFUSE_5XX", "RESET", "SLOW"})
    void whileTheApiIsDownAccountsWait(Outage outage) throws Exception {
        try (Flow flow = flow("plume.call.timeout", "500ms")) {
            AtomicLong before = new AtomicLong();
            afterSearches(20, () -> {
                plume.outage(outage);
                before.set(plume.stats().calls());
            });
            CompletableFuture<Summary> batch = flow.batchLater(file(good(500)));
            soon().until(() -> flow.hold() != null && flow.hold().round() >= 1);

            assertThat(flow.hold().cause()).isEqualTo(HoldCause.OUTAGE);
            long calls = plume.stats().calls() - before.get();
            int probes = flow.hold().round() + 1; // one may be under way
            // Once those in flight are answered, ten accounts open the breaker, each with four tries; then the probes.
            assertThat(calls).isLessThanOrEqualTo(4 * (10 + IN_FLIGHT) + IN_FLIGHT + probes);
            plume.outage(Outage.NONE);
            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 500L);
        }
    }

    @Test
    void anApiThatIsDownFromTheFirstCallOnFailsNoAccount() throws Exception {
        plume.outage(Outage.REFUSE_5XX);
        try (Flow flow = flow("plume.auth.token", "Bearer " + plume.issueToken(), "plume.auth.token-url", "")) {
            CompletableFuture<Summary> batch = flow.batchLater(file(good(100)));
            soon().until(() -> flow.hold() != null && flow.hold().round() >= 1);
            plume.outage(Outage.NONE);

            assertThat(end(batch).outcomes()).containsOnlyKeys("found").containsEntry("found", 100L);
        }
    }

    @Test
    void onePoisonedAccountIsNoOutage() throws Exception {
        try (Flow flow = flow()) {
            Summary summary = flow.batch(file(amongGood(accounts("S500-", 1))));

            assertThat(summary.outcomes()).containsEntry("found", 60L).containsEntry("server-error", 1L);
            assertThat(plume.callsOf("S500-0")).isEqualTo(4);
            assertThat(flow.holds()).isEmpty();
        }
    }

    @Test
    void thirtyPoisonedAccountsInARowAreToBlameThemselvesWhenAnotherIsAnswered() throws Exception {
        try (Flow flow = flow()) {
            Summary summary = flow.batch(file(amongGood(accounts("S500-", 30))));

            assertThat(summary.outcomes()).containsEntry("found", 60L).containsEntry("server-error", 30L);
            assertThat(plume.callsPerAccount().entrySet())
                    .filteredOn(calls -> calls.getKey().startsWith("S500-"))
                    .hasSize(30)
                    .allSatisfy(calls -> assertThat(calls.getValue()).isBetween(4L, 8L));
        }
    }

    @Test
    void anOutageEndsThoughTheAccountThatWasKnownBeforeIsPoisonedSince() throws Exception {
        RawServer.Script good = RawServer.text(RawServer.whole("200 OK", "", "[]"));
        RawServer.Script fault = RawServer.text(RawServer.whole("500 Internal Server Error", "", ""));
        try (RawServer api = new RawServer(good);
                Flow flow = flow(
                        "plume.api.url",
                        api.url(),
                        "plume.auth.token",
                        Flow.TOKEN,
                        "plume.auth.token-url",
                        "",
                        "plume.retry.attempts",
                        "100")) {
            assertThat(flow.lookup("KNOWN").outcome()).isEqualTo(Outcome.NO_MATCH);
            api.script(fault);
            CompletableFuture<Summary> batch = flow.batchLater(file(good(20)));
            soon().until(() -> flow.hold() != null);

            api.script((request, out) -> (request.contains("/KNOWN?") ? fault : good).answer(request, out));
            assertThat(end(batch).outcomes()).containsOnlyKeys("no-match").containsEntry("no-match", 20L);
        }
    }

    @Test
    void poisonedAccountsAtTheEndOfAFileEndToo() throws Exception {
        try (Flow flow = flow()) {
            Summary summary = flow.batch(file(Stream.concat(good(5), accounts("S500-", 30))));

            assertThat(summary.outcomes()).containsEntry("found", 5L).containsEntry("server-error", 30L);
        }
    }
}
