package org.plumelookup.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.plumelookup.text.ClockText;
import org.plumelookup.text.DurationText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Suspends the use of one resource while it does not work: callers wait, and none fails.
 *
 * <p>Closed, it gives a permit to every caller. Open, it gives none until its time is over. Then it is half-open: one
 * caller gets a permit for a trial, whose result closes the breaker or opens it again; before somebody asks for the trial,
 * a use that succeeds closes it, too ({@link #successNow}). Each resource has its own breaker.
 *
 * <p>A permit belongs to the work, not to a thread. All times are of a monotonic clock. Thread-safe.
 *
 * @see <a href="https://martinfowler.com/bliki/CircuitBreaker.html">Circuit breaker</a>
 */
public final class CircuitBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);
    private static final Duration SLICE = Duration.ofMillis(200);
    private static final BackOff BACK_OFF = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final Duration JUMP = Duration.ofSeconds(1); // of the wall clock

    /** The right to use the resource once; returned by {@link #success}, {@link #successNow}, {@link #open} or {@link #release}. */
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

    /**
     * The open state; times in nanoseconds of the clock, and its beginning also as wall-clock time.
     *
     * @param logged the wait of the last log line
     */
    private record Open(HoldCause cause, String why, long since, Instant begun, long until, int round, long logged) {
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
    private long heldBefore;
    private volatile Open open;
    private volatile Permit trial;

    /**
     * Creates a closed breaker.
     *
     * @param max how long it may be open before waiting callers give up; null means no limit
     * @param stop called repeatedly during a wait; throws to end it
     */
    public CircuitBreaker(Duration max, Runnable stop) {
        this(System::nanoTime, max, stop);
    }

    /**
     * Creates a closed breaker with a given clock.
     *
     * @param clock returns nanoseconds, never less than before
     * @param max how long it may be open before waiting callers give up; null means no limit
     * @param stop called repeatedly during a wait; throws to end it
     */
    public CircuitBreaker(LongSupplier clock, Duration max, Runnable stop) {
        this.clock = clock;
        this.max = max;
        this.stop = stop;
    }

    /**
     * Returns what to show of it while it is not closed, else empty. The times are correct after a jump of the wall
     * clock too.
     */
    public Optional<Hold> hold() {
        return Optional.ofNullable(open).map(now -> now.hold(clock.getAsLong()));
    }

    /** Returns for how long it has been open or half-open since it was created. */
    public Duration held() {
        lock.lock();
        try {
            return Duration.ofNanos(heldBefore + (open == null ? 0 : clock.getAsLong() - open.since));
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether it is open or half-open. */
    public boolean isOpen() {
        return open != null;
    }

    /** Returns whether it is open and its time is not over, so that no trial may begin. */
    public boolean isWaiting() {
        Open now = open;
        return now != null && now.until - clock.getAsLong() > 0;
    }

    /**
     * Waits for a permit.
     *
     * @throws HoldTooLongException if it has been open longer than the limit
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
                    trial = new Permit(true); // also after the limit, or no caller would ever find out that it works
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
     * Opens the breaker, or opens it again if the permit is its trial. If it is open already, the next trial can only
     * be delayed.
     *
     * @param permit with which the resource was used
     * @param cause the kind of the cause
     * @param why the cause, for an operator; contains no secret and no account ID
     * @param time how long it stays open; null for a back-off from half a second to one minute
     */
    public void open(Permit permit, HoldCause cause, String why, Duration time) {
        lock.lock();
        try {
            Open before = open;
            boolean again = before != null && permit == trial;
            int round = before == null ? 0 : again ? before.round + 1 : before.round;
            long wait = (time == null ? BACK_OFF.after(round) : time).toNanos();
            long until = clock.getAsLong() + wait;
            if (before == null) {
                open = new Open(cause, why, clock.getAsLong(), Instant.now(), until, round, wait);
                logBegin();
            } else if (again) {
                boolean isNews = cause != before.cause || wait >= 2 * before.logged;
                long logged = isNews ? wait : before.logged;
                open = new Open(cause, why, before.since, before.begun, until, round, logged);
                if (isNews) {
                    logContinuation();
                }
            } else if (until - before.until > 0) {
                open = new Open(cause, why, before.since, before.begun, until, round, before.logged);
            }
            free(permit);
        } finally {
            lock.unlock();
        }
    }

    private void logBegin() {
        LOG.warn(
                "Hold: {}: {}. {}, next probe at {}; accounts wait, none fails.",
                open.cause.text(),
                open.why,
                open.cause.effect(),
                ClockText.of(hold().orElseThrow().until()));
    }

    /** Logs a wait that has doubled since the last line. A line for every probe of a long hold would fill the log. */
    private void logContinuation() {
        Hold hold = hold().orElseThrow();
        LOG.info(
                "Hold since {} continues, next probe at {} (in {}): {}: {}.",
                ClockText.of(hold.since()),
                ClockText.of(hold.until()),
                DurationText.of(Duration.ofNanos(open.logged)),
                open.cause.text(),
                open.why);
    }

    /** Closes the breaker if the permit is its trial: the resource works. */
    public void success(Permit permit) {
        if (permit.trial) {
            close(permit, false);
        }
    }

    /**
     * Closes the breaker if the permit is its trial, or if a trial is due and nobody makes it. For a resource that was
     * used just now: a call may have left before the breaker opened, and tells nothing.
     */
    public void successNow(Permit permit) {
        if (open != null) {
            close(permit, true);
        }
    }

    private void close(Permit permit, boolean now) {
        lock.lock();
        try {
            if (permit == trial || now && trial == null && open != null && !isWaiting()) {
                LOG.info("Hold ended after {}.", DurationText.of(Duration.ofNanos(clock.getAsLong() - open.since)));
                heldBefore += clock.getAsLong() - open.since;
                open = null;
                free(permit);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Frees the trial if the permit is it, because the use had no result for the resource. */
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
