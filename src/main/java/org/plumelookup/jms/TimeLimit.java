package org.plumelookup.jms;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Limits the wait for a client library that has no timeout of its own, or none that is set. */
final class TimeLimit {
    private TimeLimit() {}

    /**
     * Runs some work on a thread of its own.
     *
     * @param most how long to wait; then the work is interrupted
     * @param work may never end
     * @return what the work returned
     * @throws TimeoutException if it has not ended by then
     * @throws JMSException if the work threw it, or with any other exception of the work as its cause
     */
    static <T> T within(Duration most, Callable<T> work) throws JMSException, TimeoutException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "plume-broker-preflight");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof JMSException failure) {
                throw failure;
            }
            throw failure(e.getCause().toString(), e.getCause());
        } finally {
            task.cancel(true);
        }
    }

    /** Creates an exception with a cause, because {@link JMSException} has no constructor for it. */
    static JMSException failure(String message, Throwable cause) {
        JMSException failure = new JMSException(message);
        failure.initCause(cause);
        return failure;
    }
}
