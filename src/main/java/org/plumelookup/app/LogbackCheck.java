package org.plumelookup.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.plumelookup.settings.ConfigurationException;
import org.slf4j.LoggerFactory;

/** Refuses a configuration that Logback cannot use, and keeps secrets out of the log whatever levels it sets. */
public final class LogbackCheck {
    /** Loggers that show the Authorization header or values of properties below WARN. */
    static final List<String> SECRET = List.of(
            "org.apache.hc.client5.http.headers",
            "org.apache.hc.client5.http.wire",
            "org.apache.camel.component.bean",
            "org.apache.camel.component.properties",
            "org.apache.camel.main");

    private LogbackCheck() {}

    /**
     * Configures Logback, if that was not done before, and checks the result.
     *
     * @throws ConfigurationException if it has faults, with what Logback says of them
     */
    public static void run() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) { // a user can have another one
            run(context);
        }
    }

    static void run(LoggerContext context) {
        for (String name : SECRET) {
            Logger logger = context.getLogger(name);
            if (!logger.getEffectiveLevel().isGreaterOrEqual(Level.WARN)) {
                logger.setLevel(Level.WARN);
            }
        }
        String faults = context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() == Status.ERROR)
                .map(Status::getMessage)
                .distinct()
                .collect(Collectors.joining("; "));
        if (!faults.isEmpty()) {
            throw new ConfigurationException(String.format(
                    Locale.ROOT,
                    "Logback cannot use its configuration: %s. Correct config/logback.xml, or the file of"
                            + " -Dlogback.configurationFile.",
                    faults));
        }
    }
}
