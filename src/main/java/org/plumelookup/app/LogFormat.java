package org.plumelookup.app;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.Settings;

/** The formats of the log, and the choice of one before anything is logged. */
public enum LogFormat {
    /** One line of text for each message. */
    TEXT,
    /** One JSON document for each message, on one line. */
    JSON;

    private static final String KEY = "plume.log.format";

    /** System property with the name of the appender; no key of ours, or it would go before the configuration. */
    private static final String APPENDER = "app.log";

    /** Logback's own system property; whoever has set it has chosen. */
    private static final String FILE = "logback.configurationFile";

    /** Keeps Logback from writing about itself to standard output, which is for answers; {@link LogbackCheck} looks. */
    private static final String NO_STATUS = "ch.qos.logback.core.status.NopStatusListener";

    /**
     * Configures Logback for this process: {@code config/logback.xml} if it exists, and the format. An invalid format
     * is refused at the start of the program, and is text until then.
     *
     * @param installation the installation that the process was started from
     */
    public static void configure(Installation installation) {
        properties(installation).forEach(System.getProperties()::putIfAbsent);
    }

    /** Returns the system properties from which Logback reads what to do. */
    static Map<String, String> properties(Installation installation) {
        Map<String, String> properties = new HashMap<>();
        properties.put("logback.statusListenerClass", NO_STATUS);
        properties.put(APPENDER, isJson(installation) ? JSON.text() : TEXT.text());
        Path file = installation.folder().resolve("config/logback.xml");
        if (Files.isRegularFile(file)) {
            properties.put(FILE, file.toUri().toString());
        }
        return properties;
    }

    private static boolean isJson(Installation installation) {
        try {
            String given = installation.settings().getProperty(KEY);
            String value = given == null ? installation.configuration().getProperty(KEY) : given;
            return value != null && JSON.text().equals(value.trim());
        } catch (ConfigurationException | UncheckedIOException e) {
            return false; // a file that cannot be read, which is refused at the start
        }
    }

    /** Reads the setting. */
    static LogFormat from(Settings keys) {
        return keys.oneOf(KEY, LogFormat.class, LogFormat::text);
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
