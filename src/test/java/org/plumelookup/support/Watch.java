package org.plumelookup.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.Received;

/**
 * Counts at the fake what is asked for, ends a run at a chosen call, and finds calls for rows that were answered
 * before.
 *
 * <p>Each run begins with a log-in; what was counted before it belongs to the runs that were killed. Thread-safe.
 */
public final class Watch {

    private final FakePlume plume;
    private final Map<String, Set<Integer>> rows = new HashMap<>();
    private final Set<String> settled = new HashSet<>();
    private final Set<String> cutShort = new HashSet<>();
    private final Set<String> askedAgain = new HashSet<>();
    private final Set<String> ofThisRun = new HashSet<>();
    private final Set<String> held = new HashSet<>();
    private Runnable kill = () -> {};
    private int callsLeft = -1;

    public Watch(FakePlume plume, List<String> ids) {
        this.plume = plume;
        for (int row = 1; row <= ids.size(); row++) {
            rows.computeIfAbsent(ids.get(row - 1), id -> new HashSet<>()).add(row);
        }
        plume.onReceived(this::received);
    }

    private synchronized void received(Received request) {
        String id = request.accountId();
        if (id == null) {
            plume.callsPerAccount().keySet().stream()
                    .filter(asked -> !settled.contains(asked))
                    .forEach(cutShort::add);
        } else {
            ofThisRun.add(id);
            if (settled.contains(id)) {
                askedAgain.add(id);
            }
        }
        if (callsLeft >= 0 && callsLeft-- == 0) {
            kill.run();
        }
    }

    /**
     * Arms the next kill.
     *
     * @param calls so many calls, the log-in among them, are let through before
     * @param how kills the run
     */
    public synchronized void killAfter(int calls, Runnable how) {
        callsLeft = calls;
        kill = how;
    }

    /** Disarms the kill. */
    public synchronized void calm() {
        callsLeft = -1;
    }

    /** Records what a run that has ended wrote: a hold in it has probes, and faults before it are forgotten. */
    public synchronized void noteOutput(String output) {
        if (output.contains("Hold: ")) {
            held.addAll(ofThisRun);
        }
        ofThisRun.clear();
    }

    /** Records what is answered after a run was killed: none of it may be asked for again. */
    public synchronized void noteAnswered(Results results) {
        rows.forEach((id, ofId) -> {
            if (ofId.stream().allMatch(results::has)) {
                settled.add(id);
            }
        });
    }

    /** Checks that nothing was asked for after it was noted as answered. */
    public synchronized void assertNothingAnsweredWasAskedAgain() {
        assertThat(askedAgain).as("asked for although answered").isEmpty();
    }

    /**
     * Checks that only accounts that were under way when a run ended, or during a hold, cost more calls than without a
     * kill. An account whose connection is reset is left out: a call that meets a dead connection leaves once more.
     *
     * @param undisturbed calls for each account in a run that was let alone
     */
    public synchronized void assertOnlyWhatWasUnderWayCostMore(Map<String, Long> undisturbed) {
        Map<String, Long> more = new HashMap<>(plume.callsPerAccount());
        more.replaceAll((id, calls) -> calls - undisturbed.getOrDefault(id, 0L));
        more.entrySet()
                .removeIf(id -> id.getValue() <= 0
                        || cutShort.contains(id.getKey())
                        || held.contains(id.getKey())
                        || id.getKey().startsWith("RESET-"));
        assertThat(more)
                .as("not under way at a kill or a hold, but asked for more often than without")
                .isEmpty();
    }
}
