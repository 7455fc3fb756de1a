package org.plumelookup.observe;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Handles a few requests at a time, each for a limited time: one whose client sends or reads too slowly is interrupted,
 * which closes its connection. If too many requests wait, new ones are dropped.
 */
final class RequestThreads implements Executor, AutoCloseable {
    private static final int THREADS = 4;
    private static final int MOST_WAITING = 50;

    private final Duration longest;
    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor clock;

    /** Starts without a request; none may take longer than this. */
    RequestThreads(Duration longest) {
        this.longest = longest;
        workers = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(MOST_WAITING),
                daemons("plume-observe"));
        workers.allowCoreThreadTimeOut(true);
        clock = new ScheduledThreadPoolExecutor(1, daemons("plume-observe-clock"));
        clock.setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory daemons(String name) {
        return job -> {
            Thread thread = new Thread(job, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void execute(Runnable request) {
        workers.execute(() -> {
            Limit limit = new Limit(Thread.currentThread());
            Future<?> alarm = clock.schedule(limit::interrupt, longest.toMillis(), TimeUnit.MILLISECONDS);
            try {
                request.run();
            } finally {
                alarm.cancel(false);
                limit.end();
            }
        });
    }

    /** Interrupts the thread of one request, and never that of the next one. */
    private static final class Limit {
        private Thread thread;

        Limit(Thread thread) {
            this.thread = thread;
        }

        synchronized void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            thread = null;
            Thread.interrupted();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        workers.shutdownNow();
    }
}
