package org.plumelookup.support;

import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Lets every test wait for its condition so long that only a fault, and no busy machine, makes it give up. */
public final class Patience implements BeforeAllCallback {
    /** The longest that a test waits for anything. */
    public static final Duration LONGEST = Duration.ofMinutes(3);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LONGEST);
        // While another test, of those that run at the same time, starts the log, a stand-in is given.
        Awaitility.await().until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    }
}
