package org.plumelookup.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Suspends the use of one resource while it does not work: who wants to use it waits, and none fails.
 *
 * <p>Closed, it gives permits to all. Open, it gives none until a time is over. Then it is half-open: one permit is out for
 * a trial, and what comes of that closes the breaker or opens it again. Another resource has a breaker of its own.
 *
 * <p>A permit travels with the work, from thread to thread. All times are of the monotonic clock. Thread-safe.
 *
 * @see <a href="https://martinfowler.com/bliki/CircuitBreaker.html">Circuit breaker</a>
 */
public final class CircuitBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);
    private static final Duration SLICE = Duration.ofMillis(200);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration JUMP = Duration.ofSeconds(1); // of the wall clock

    /** The right to use the resource once; given back by {@link #success}, {@link #open} or {@link #release}. */
    public static final class Permit {
        private final boolean trial;

        private Permit(boolean trial) {
            this.trial = trial;
        }

        /** Returns whether the breaker is half-open and this is its one trial. */
        public boolean isTrial() {
            return trial;
        }
    }

    /** Why and for how long it is open; times in nanoseconds of the clock, and the beginning by the wall clock of then. */
    private record Open(HoldCause cause, String why, long since, Instant begun, long until, int round) {
        Hold hold(long now) {
            Duration jump = Duration.between(begun.plusNanos(now - since), Instant.now());
            Instant shown = jump.abs().compareTo(JUMP) > 0 ? begun.plus(jump) : begun;
            return new Hold(cause, why, shown, shown.plusNanos(until - since), round);
        }
    }

    private static final Permit NORMAL = new Permit(false);

    private final LongSupplier clock;
    private final Duration max;
    private final Runnable stop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Open open;
    private volatile Permit trial;

    /**
     * Creates a closed breaker.
     *
     * @param max how long it may be open before those who wait give up; null is no limit
     * @param stop called again and again while somebody waits; throws to give up the wait
     */
    public CircuitBreaker(Duration max, Runnable stop) {
        this(System::nanoTime, max, stop);
    }

    /**
     * Creates a closed breaker with a clock of its own.
     *
     * @param clock returns nanoseconds, never less than before
     * @param max how long it may be open before those who wait give up; null is no limit
     * @param stop called again and again while somebody waits; throws to give up the wait
     */
    public CircuitBreaker(LongSupplier clock, Duration max, Runnable stop) {
        this.clock = clock;
        this.max = max;
        this.stop = stop;
    }

    /** Returns what to show of it while it is not closed, else empty. The times are right after a jump of the wall clock, too. */
    public Optional<Hold> hold() {
        return Optional.ofNullable(open).map(now -> now.hold(clock.getAsLong()));
    }

    /** Returns whether it is open or half-open. */
    public boolean isOpen() {
        return open != null;
    }

    /** Returns whether it is open and its time is not over, so that not even a trial may begin. */
    public boolean isWaiting() {
        Open now = open;
        return now != null && now.until - clock.getAsLong() > 0;
    }

    /**
     * Waits for a permit.
     *
     * @throws HoldTooLongException if it is open for longer than it may be
     * @throws CancellationException if the thread is interrupted while it waits
     */
    public Permit acquire() {
        if (open == null) {
            return NORMAL;
        }
        lock.lock();
        try {
            while (open != null) {
                long left = open.until - clock.getAsLong();
                if (trial == null && left <= 0) {
                    trial = new Permit(true); // also after the longest time, or nobody would ever find that it works
                    return trial;
                }
                if (max != null && clock.getAsLong() - open.since > max.toNanos()) {
                    throw new HoldTooLongException(hold().orElseThrow());
                }
                stop.run();
                changed.awaitNanos(trial != null || left > SLICE.toNanos() ? SLICE.toNanos() : left);
            }
            return NORMAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted during a hold");
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether a permit may still be used: the breaker has not opened since it was given. */
    public boolean isValid(Permit permit) {
        return permit.trial ? permit == trial : open == null;
    }

    /**
     * Opens the breaker, or opens it again if the permit is its trial. If it is open already, the next trial can only be put
     * off.
     *
     * @param permit with which the resource was used
     * @param cause the kind of cause
     * @param why the cause, in words for an operator; never with a secret or an account ID in it
     * @param time for how long; null for a growing, jittered time from one second to one minute
     */
    public void open(Permit permit, HoldCause cause, String why, Duration time) {
        lock.lock();
        try {
            Open before = open;
            boolean again = before != null && permit == trial;
            int round = before == null ? 0 : again ? before.round + 1 : before.round;
            long until = clock.getAsLong() + (time == null ? growing(round) : time).toNanos();
            if (before == null) {
                open = new Open(cause, why, clock.getAsLong(), Instant.now(), until, round);
                LOG.warn("Hold: {}: {}. Nobody calls until {}; accounts wait, none fails.", cause.text(), why, end());
            } else if (again) {
                open = new Open(cause, why, before.since, before.begun, until, round);
                LOG.info("Hold since {} goes on until {}: {}: {}", since(), end(), cause.text(), why);
            } else if (until - before.until > 0) {
                open = new Open(cause, why, before.since, before.begun, until, round);
            }
            free(permit);
        } finally {
            lock.unlock();
        }
    }

    private Instant since() {
        return hold().orElseThrow().since();
    }

    private Instant end() {
        return hold().orElseThrow().until();
    }

    private static Duration growing(int round) {
        long longest = Math.min(FIRST.toMillis() << Math.min(round, 10), LONGEST.toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }

    /** Closes the breaker if the permit is its trial: the resource works. */
    public void success(Permit permit) {
        if (!permit.trial) {
            return;
        }
        lock.lock();
        try {
            if (permit == trial) {
                LOG.info("Hold ended after {}.", Duration.ofNanos(clock.getAsLong() - open.since));
                open = null;
                free(permit);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets another be the trial if the permit is it, because its use said nothing of the resource. */
    public void release(Permit permit) {
        if (!permit.trial) {
            return;
        }
        lock.lock();
        try {
            free(permit);
        } finally {
            lock.unlock();
        }
    }

    private void free(Permit permit) {
        if (permit == trial) {
            trial = null;
        }
        changed.signalAll();
    }
}
