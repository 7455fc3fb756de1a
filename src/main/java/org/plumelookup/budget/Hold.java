package org.plumelookup.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides that nobody calls for a while: accounts wait, none fails.
 *
 * <p>A hold begins with a cause and a time. When the time is over one call goes out as a probe while the others still
 * wait: if the API answers it the hold ends, if not it begins again. Thread-safe.
 */
public final class Hold {
    private static final Logger LOG = LoggerFactory.getLogger(Hold.class);
    private static final Duration SLICE = Duration.ofMillis(200);

    /**
     * Tells what is going on while nobody calls.
     *
     * @param since when the hold began
     * @param why the cause, in words for an operator
     * @param until when the next probe may leave
     */
    public record State(Instant since, String why, Instant until) {}

    private final Clock clock;
    private final Runnable stop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile State state;
    private Thread probe;

    /**
     * Creates an open gate.
     *
     * @param clock tells the time
     * @param stop asked again and again while somebody waits; throws to give up the wait
     */
    public Hold(Clock clock, Runnable stop) {
        this.clock = clock;
        this.stop = stop;
    }

    /** Tells the hold that lasts now, or empty where calls may leave. */
    public Optional<State> state() {
        return Optional.ofNullable(state);
    }

    /** Tells whether a hold lasts whose time is not over yet, so not even a probe may leave. */
    public boolean isWaiting() {
        State now = state;
        return now != null && clock.instant().isBefore(now.until);
    }

    /** Tells whether the current thread may not call now: a hold lasts, and this thread's call is not its probe. */
    public boolean isShut() {
        if (state == null) {
            return false;
        }
        lock.lock();
        try {
            return state != null && probe != Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins a hold, or puts off the next probe of the one that lasts.
     *
     * @param why the cause, in words for an operator; never with a secret or an account in it
     * @param time how long nobody calls
     */
    public void begin(String why, Duration time) {
        lock.lock();
        try {
            Instant until = clock.instant().plus(time);
            State before = state;
            if (before == null) {
                LOG.warn("Hold: {}. Nobody calls until {}; accounts wait, none fails.", why, until);
                state = new State(clock.instant(), why, until);
            } else if (until.isAfter(before.until) || probe == Thread.currentThread()) {
                LOG.info("Hold since {} goes on until {}: {}", before.since, until, why);
                state = new State(before.since, why, until);
            }
            release();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the hold: the API answered a call of the current thread, which is its probe; does nothing for other threads. */
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

    /** Lets another call be the probe where the current thread's was one and told nothing. */
    public void silent() {
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
     * Waits until the current thread may call.
     *
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
                if (probe == null && (left.isNegative() || left.isZero())) {
                    probe = Thread.currentThread();
                } else {
                    stop.run();
                    Duration wait = probe != null || left.compareTo(SLICE) > 0 ? SLICE : left;
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
