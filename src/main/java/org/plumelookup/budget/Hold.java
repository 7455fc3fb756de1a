package org.plumelookup.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides that nobody calls for a while: accounts wait, none fails.
 *
 * <p>A hold begins with a cause and a time. When the time is over one thread may call as a probe while the others still
 * wait: if the API answers it the hold ends, if not it begins again. Thread-safe.
 */
public final class Hold {
    private static final Logger LOG = LoggerFactory.getLogger(Hold.class);
    private static final Duration SLICE = Duration.ofMillis(200);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /**
     * Tells what is going on while nobody calls.
     *
     * @param cause the kind of cause
     * @param why the cause, in words for an operator
     * @param since when the hold began
     * @param until when the next probe may leave
     * @param round how often it has begun again
     */
    public record State(HoldCause cause, String why, Instant since, Instant until, int round) {}

    private final Clock clock;
    private final Duration max;
    private final Runnable stop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile State state;
    private Thread probe;

    /**
     * Creates an open gate.
     *
     * @param clock tells the time
     * @param max how long a hold may last before those who wait give up; null is no limit
     * @param stop asked again and again while somebody waits; throws to give up the wait
     */
    public Hold(Clock clock, Duration max, Runnable stop) {
        this.clock = clock;
        this.max = max;
        this.stop = stop;
    }

    /** Tells the hold that lasts now, or empty where calls may leave. */
    public Optional<State> state() {
        return Optional.ofNullable(state);
    }

    /** Tells whether a hold lasts whose time is not over yet, so that not even a probe may leave. */
    public boolean isWaiting() {
        State now = state;
        return now != null && clock.instant().isBefore(now.until);
    }

    /** Tells whether the current thread may not call now: a hold lasts, and this thread's call is not its probe. */
    public boolean isShut() {
        return state != null && !isProbe();
    }

    /** Tells whether the current thread's call is the probe of a hold. */
    public boolean isProbe() {
        if (state == null) {
            return false;
        }
        lock.lock();
        try {
            return probe == Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins a hold, or puts off the next probe of the one that lasts.
     *
     * @param cause the kind of cause
     * @param why the cause, in words for an operator; never with a secret or an account in it
     * @param time how long nobody calls; null for a growing, jittered time from one second to one minute
     */
    public void begin(HoldCause cause, String why, Duration time) {
        lock.lock();
        try {
            State before = state;
            int round = before == null ? 0 : before.round + 1;
            Instant until = clock.instant().plus(time == null ? growing(round) : time);
            if (before == null) {
                LOG.warn("Hold: {}: {}. Nobody calls until {}; accounts wait, none fails.", cause.text(), why, until);
                state = new State(cause, why, clock.instant(), until, round);
            } else if (probe == Thread.currentThread()) {
                LOG.info("Hold since {} goes on until {}: {}: {}", before.since, until, cause.text(), why);
                state = new State(cause, why, before.since, until, round);
            } else if (until.isAfter(before.until)) {
                state = new State(cause, why, before.since, until, before.round);
            }
            release();
        } finally {
            lock.unlock();
        }
    }

    private static Duration growing(int round) {
        long longest = Math.min(FIRST.toMillis() << Math.min(round, 10), LONGEST.toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }

    /** Ends the hold: the API answered the current thread, which is its probe. Does nothing for other threads. */
    public void answered() {
        if (state == null) {
            return;
        }
        lock.lock();
        try {
            if (probe == Thread.currentThread()) {
                LOG.info("Hold ended after {}.", Duration.between(state.since, clock.instant()));
                state = null;
                release();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets another thread be the probe where the current one was, and its call told nothing. */
    public void leave() {
        if (state == null) {
            return;
        }
        lock.lock();
        try {
            release();
        } finally {
            lock.unlock();
        }
    }

    private void release() {
        if (probe == Thread.currentThread() || state == null) {
            probe = null;
        }
        changed.signalAll();
    }

    /**
     * Waits until the current thread may call, as one of many or as the probe.
     *
     * @throws HoldTooLongException if the hold lasts longer than it may
     * @throws CancellationException if the thread is interrupted while it waits
     */
    public void await() {
        if (state == null) {
            return;
        }
        lock.lock();
        try {
            while (state != null && probe != Thread.currentThread()) {
                Duration left = Duration.between(clock.instant(), state.until);
                boolean probed = probe != null && probe.isAlive();
                if (!probed && (left.isNegative() || left.isZero())) {
                    probe = Thread.currentThread(); // also after the longest time, or a service would hold for ever
                } else if (max != null && clock.instant().isAfter(state.since.plus(max))) {
                    throw new HoldTooLongException(state);
                } else {
                    stop.run();
                    Duration wait = probed || left.compareTo(SLICE) > 0 ? SLICE : left;
                    changed.awaitNanos(wait.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted during a hold");
        } finally {
            lock.unlock();
        }
    }
}
