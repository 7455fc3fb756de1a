package org.plumelookup.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a command in good order when the process is asked to stop (SIGTERM, Ctrl-C): closes its Camel, lets it say its
 * last words, and gives the exit code that a stop has, which the JVM would set to 143. Closed when the command is done.
 */
final class StopHook implements AutoCloseable {
    private static final long LAST_WORDS_SECONDS = 5;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    /**
     * Waits for a stop.
     *
     * @param camel what is closed
     * @param exitCode what the process ends with
     */
    StopHook(StandAlone camel, int exitCode) {
        hook = new Thread(
                () -> {
                    try {
                        camel.closeInTime();
                        done.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(exitCode);
                },
                "plume-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Tells whether the process is about to end because of a stop. */
    boolean isStopping() {
        return hook.isAlive();
    }

    @Override
    public void close() {
        done.countDown();
        if (!isStopping()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // it has just begun, and ends by itself
            }
        }
    }
}
