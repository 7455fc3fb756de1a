package org.plumelookup.app.reload;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the messages that are behind it, and can be shut: what comes then waits in front of it. Thread-safe. */
final class RouteGate {
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean shut;
    private int inside;

    /** Goes in; waits while the door is shut. */
    void enter() throws InterruptedException {
        lock.lock();
        try {
            while (shut) {
                changed.await();
            }
            inside++;
        } finally {
            lock.unlock();
        }
    }

    /** Comes out again. */
    void leave() {
        lock.lock();
        try {
            inside--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Shuts the door and waits until nothing is behind it.
     *
     * @param patience how long to wait at most
     * @return whether it is empty; if not it stays shut all the same
     */
    boolean shut(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            shut = true;
            long left = patience.toNanos();
            while (inside > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return inside == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Tells whether it is shut. */
    boolean isShut() {
        lock.lock();
        try {
            return shut;
        } finally {
            lock.unlock();
        }
    }

    /** Opens the door. */
    void open() {
        lock.lock();
        try {
            shut = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
