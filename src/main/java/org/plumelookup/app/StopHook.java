package org.plumelookup.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a command cleanly if the process is stopped (SIGTERM, Ctrl-C): closes its Camel, lets the command print its
 * last lines, and ends with the given exit code, because the JVM would exit with 143. Closed at the end of the command.
 */
final class StopHook implements AutoCloseable {
    private static final long LAST_LINES_SECONDS = 5;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    /**
     * Adds the hook.
     *
     * @param camel the program to close
     * @param exitCode the exit code of the process
     */
    StopHook(StandAlone camel, int exitCode) {
        hook = new Thread(
                () -> {
                    try {
                        camel.closeInTime();
                        stopped.countDown();
                        done.await(LAST_LINES_SECONDS, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(exitCode);
                },
                "plume-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Returns whether the process is being stopped. */
    boolean isStopping() {
        return hook.isAlive();
    }

    /** Waits until a stop has closed the program. */
    void await() throws InterruptedException {
        stopped.await();
    }

    @Override
    public void close() {
        done.countDown();
        if (!isStopping()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the hook has just started, and ends by itself
            }
        }
    }
}
