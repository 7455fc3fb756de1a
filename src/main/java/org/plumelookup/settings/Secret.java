package org.plumelookup.settings;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a secret: the value of a key, or the text of a file, which is read again when it changes. So a secret can be
 * replaced without a restart.
 *
 * <p>A file is looked at once a second at most, when the secret is used. A change counts once the file has rested for a
 * second, because it can be half written. If its text cannot be used, the last one stays in use, and the log says so
 * once. Thread-safe.
 */
public final class Secret {
    private static final Logger LOG = LoggerFactory.getLogger(Secret.class);
    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

    private final String key;
    private final SecretFile file;
    private final LongSupplier clock;
    private final AtomicLong nextLook;
    private volatile String value;
    private String fault;

    private Secret(String key, SecretFile file, String value, LongSupplier clock) {
        this.key = key;
        this.file = file;
        this.value = value;
        this.clock = clock;
        this.nextLook = new AtomicLong(clock.getAsLong() + INTERVAL);
    }

    /** Returns a secret that never changes. */
    static Secret of(String key, String value) {
        return new Secret(key, null, value, System::nanoTime);
    }

    /**
     * Returns the secret of a file.
     *
     * @param key the key that names the file, as its user writes it
     * @param file the file
     * @param value its text now
     * @param clock a monotonic clock, in nanoseconds
     */
    static Secret of(String key, SecretFile file, String value, LongSupplier clock) {
        return new Secret(key, file, value, clock);
    }

    /** Returns the key by which it is set, for a message. */
    public String key() {
        return key;
    }

    /** Returns the secret. */
    public String value() {
        if (file != null) {
            long now = clock.getAsLong();
            long due = nextLook.get();
            if (now - due >= 0 && nextLook.compareAndSet(due, now + INTERVAL) && file.hasRested()) {
                look();
            }
        }
        return value;
    }

    /** Returns the secret; reads the file at once, because the value so far was refused. */
    public String reread() {
        if (file != null) {
            look();
        }
        return value;
    }

    private synchronized void look() {
        SecretFile.Reading reading = file.read();
        if (reading.fault() == null) {
            if (!reading.text().equals(value)) {
                value = reading.text();
                LOG.info("{} = {}: the secret has changed, and the new one is used from now on.", key, file);
            }
        } else if (!reading.fault().equals(fault)) {
            LOG.warn(
                    "{} = {}: the file {}. The secret that was read before stays in use; correct the file.",
                    key,
                    file,
                    reading.fault());
        }
        fault = reading.fault();
    }

    /** Hides the secret. */
    @Override
    public String toString() {
        return "Secret[***]";
    }
}
