package org.plumelookup.batch;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the progress of a batch. Bind one as {@code plumeProgress} in the registry to replace the log lines.
 * Implementations are called by one thread at a time.
 */
public interface ProgressDisplay {

    /** Returns the time between two calls of {@link #show}. */
    Duration every();

    /** Shows the progress of a running batch. */
    void show(Progress progress);

    /** Shows the progress of a batch whose run has ended. */
    void end(Progress progress);

    /** Writes a log line every 10 s; the batch itself logs its begin and its end. */
    static ProgressDisplay log() {
        Logger log = LoggerFactory.getLogger(ProgressDisplay.class);
        return new ProgressDisplay() {
            @Override
            public Duration every() {
                return Duration.ofSeconds(10);
            }

            @Override
            public void show(Progress progress) {
                log.info("{}", progress);
            }

            @Override
            public void end(Progress progress) {
                // logged by the batch, with the report or what is to be done
            }
        };
    }
}
