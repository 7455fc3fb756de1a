package org.plumelookup.support;

import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Lets every test wait for its condition so long that only a fault, and no busy machine, makes it give up. */
public final class Patience implements BeforeAllCallback {
    /** How long anything in a test is waited for. */
    public static final Duration LONGEST = Duration.ofMinutes(3);

    private static final Duration LOOK = Duration.ofMillis(20); // Awaitility looks ten times a second

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LONGEST);
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(LOOK);
        // It would end a wait for what any thread of the JVM dies of, such as one of a broker that another test breaks.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
        // While another test, of those that run at the same time, starts the log, a stand-in is given.
        Awaitility.await().until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    }

    /**
     * Waits for a latch.
     *
     * @throws TimeoutException if it is not open after {@link #LONGEST}
     */
    public static void open(CountDownLatch latch) throws InterruptedException, TimeoutException {
        if (!latch.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException("nobody opened it in " + LONGEST);
        }
    }

    /**
     * Waits for the result of another thread.
     *
     * @throws ExecutionException if that thread ended with an exception
     * @throws TimeoutException if it is not there after {@link #LONGEST}
     */
    public static <T> T result(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    }
}
