package org.plumelookup.jms;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.plumelookup.observe.HealthIssue;
import org.plumelookup.text.Causes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows whether the broker can be worked with, and tells the log each change once. Thread-safe. */
final class BrokerState {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerState.class);

    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final String url;
    private final AtomicReference<HealthIssue> trouble = new AtomicReference<>();
    private volatile long failed;
    private final AtomicReference<String> told = new AtomicReference<>();

    /**
     * Begins with a broker that is well.
     *
     * @param url where it is
     */
    BrokerState(String url) {
        this.url = url;
    }

    /** Tells why the broker cannot be worked with; empty where it can. */
    Optional<HealthIssue> trouble() {
        return Optional.ofNullable(trouble.get());
    }

    /** Takes note that the broker did what it was asked for. */
    void well() {
        if (trouble.get() == null) {
            return;
        }
        HealthIssue before = trouble.getAndSet(null);
        told.set(null);
        if (before != null) {
            LOG.info(
                    "The broker ({}) is there again after {}; the work goes on.",
                    url,
                    Duration.between(before.since(), Instant.now()));
        }
    }

    /** Takes note that a consumer waited in vain. Just after a loss that tells nothing: some clients say so then, too. */
    void quiet() {
        HealthIssue before = trouble.get();
        if (before != null && System.nanoTime() - failed > SETTLED.toNanos()) {
            well();
        }
    }

    /** Takes note that the broker did not. */
    void failed(Throwable cause) {
        HealthIssue now = HealthIssue.now(text(cause));
        if (trouble.compareAndSet(null, now)) {
            failed = System.nanoTime();
            LOG.warn(
                    "The broker ({}) cannot be worked with: {}. Messages wait there; it is tried again, more and more"
                            + " slowly, at least every 30 seconds.",
                    url,
                    now.why());
        }
    }

    /** Takes note that a message could not be worked on to its end and is left to the broker, to give it again. */
    void rolledBack(Throwable cause) {
        String why = text(cause);
        if (trouble.get() == null && !why.equals(told.getAndSet(why))) {
            LOG.warn("A message stays in the broker and is delivered again, as often as the broker allows: {}", why);
        }
    }

    private static String text(Throwable cause) {
        String outer = String.valueOf(cause.getMessage());
        String inner = Causes.text(cause);
        return outer.contains(inner) ? outer : outer + ": " + inner;
    }
}
