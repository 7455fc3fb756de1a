package org.plumelookup.lookup;

import java.time.Duration;
import java.time.Instant;

/** Remembers since when account IDs have been answered without a pause, and when the last one was. Thread-safe. */
public final class AnswerTimes {
    /** A longer time without an answer is a pause. */
    public static final Duration PAUSE = Duration.ofSeconds(10);

    private volatile long since;
    private volatile long last;

    /** Records that an account ID was answered. Two at the same moment after a pause may both begin: that is the same. */
    void record() {
        long now = System.currentTimeMillis();
        if (now - last > PAUSE.toMillis()) {
            since = now;
        }
        last = now;
    }

    /** Returns when the account IDs since the last pause began to be answered; null if there was none yet. */
    public Instant since() {
        return since == 0 ? null : Instant.ofEpochMilli(since);
    }

    /** Returns when the last account ID was answered; null if there was none yet. */
    public Instant last() {
        return last == 0 ? null : Instant.ofEpochMilli(last);
    }
}
