package org.plumelookup.jms;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.plumelookup.observe.HealthIssue;
import org.plumelookup.text.Causes;
import org.plumelookup.text.DurationText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records whether the broker is available, and logs each change once. Thread-safe. */
final class BrokerState {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerState.class);

    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final String url;
    private final AtomicReference<HealthIssue> issue = new AtomicReference<>();
    private volatile long failed;
    private final AtomicReference<String> logged = new AtomicReference<>();

    /**
     * Creates the state of an available broker.
     *
     * @param url the broker's URL
     */
    BrokerState(String url) {
        this.url = url;
    }

    /** Returns why the broker is unavailable; empty if it is available. */
    Optional<HealthIssue> issue() {
        return Optional.ofNullable(issue.get());
    }

    /** Records that the broker works. */
    void well() {
        if (issue.get() == null) {
            return;
        }
        HealthIssue before = issue.getAndSet(null);
        logged.set(null);
        if (before != null) {
            LOG.info(
                    "The broker ({}) is available again after {}.",
                    url,
                    DurationText.of(Duration.between(before.since(), Instant.now())));
        }
    }

    /**
     * Records that a consumer received nothing. Ignored just after a failure, because some clients report it then too.
     */
    void quiet() {
        HealthIssue before = issue.get();
        if (before != null && System.nanoTime() - failed > SETTLED.toNanos()) {
            well();
        }
    }

    /** Records that the broker failed. */
    void failed(Throwable cause) {
        HealthIssue now = HealthIssue.now(text(cause));
        failed = System.nanoTime(); // first: a consumer that receives nothing may look at it at once
        if (issue.compareAndSet(null, now)) {
            LOG.warn(
                    "The broker ({}) is unavailable: {}. Messages wait there; reconnecting with a growing delay of at"
                            + " most 30 s.",
                    url,
                    now.why());
        }
    }

    /** Records that a message could not be processed and was rolled back, so that the broker delivers it again. */
    void rolledBack(Throwable cause) {
        String why = text(cause);
        if (issue.get() == null && !why.equals(logged.getAndSet(why))) {
            LOG.warn("A message was rolled back and is delivered again, as often as the broker allows: {}", why);
        }
    }

    private static String text(Throwable cause) {
        String outer = String.valueOf(cause.getMessage());
        String inner = Causes.text(cause);
        return outer.contains(inner) ? outer : outer + ": " + inner;
    }
}
