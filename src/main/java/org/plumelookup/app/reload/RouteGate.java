package org.plumelookup.app.reload;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the messages inside a route, and can be closed: further messages wait outside. Thread-safe. */
final class RouteGate {
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean shut;
    private int inside;

    /** Enters the route; waits while the gate is closed. */
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

    /** Leaves the route. */
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
     * Closes the gate and waits until the route is empty.
     *
     * @param patience the longest wait
     * @return whether it is empty; if not, the gate still stays closed
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

    /** Opens the gate. */
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
