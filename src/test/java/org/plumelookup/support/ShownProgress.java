package org.plumelookup.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.plumelookup.batch.Progress;
import org.plumelookup.batch.ProgressDisplay;
import org.plumelookup.resilience.Hold;

/** Keeps what it is shown of batches, each state once. Thread-safe. */
public final class ShownProgress implements ProgressDisplay {
    private final List<Progress> seen = new CopyOnWriteArrayList<>();

    @Override
    public Duration every() {
        return Duration.ofMillis(20);
    }

    @Override
    public void show(Progress progress) {
        if (seen.isEmpty() || !same(progress, last())) {
            seen.add(progress);
        }
    }

    private static boolean same(Progress one, Progress other) {
        return one.done() == other.done() && String.valueOf(one.hold()).equals(String.valueOf(other.hold()));
    }

    @Override
    public void end(Progress progress) {
        seen.add(progress);
    }

    /** Returns what was shown last. */
    public Progress last() {
        return seen.get(seen.size() - 1);
    }

    /** Returns the holds that were shown so far, each of their rounds once, the first one first. */
    List<Hold> holds() {
        return seen.stream()
                .map(Progress::hold)
                .filter(hold -> hold != null)
                .distinct()
                .toList();
    }

    /** Returns the hold that was shown last; null if there was none. */
    Hold hold() {
        return seen.isEmpty() ? null : last().hold();
    }
}
