package org.plumelookup.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Keeps every log event, with exceptions and their causes, and lets none reach the console; undone when closed. */
public final class LogCapture implements AutoCloseable {
    /** Names the log as a resource: a test that keeps it takes turns with those that log much while others run. */
    public static final String LOG = "log";

    private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Map<Logger, Level> before = new HashMap<>();
    private final Map<String, Appender<ILoggingEvent>> usual = new HashMap<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s %s %s %s %s %s",
                    event.getLevel(),
                    event.getLoggerName(),
                    event.getThreadName(),
                    event.getFormattedMessage(),
                    event.getMDCPropertyMap(),
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };

    /** Starts to keep what is logged from INFO up. */
    public LogCapture() {
        for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
            Appender<ILoggingEvent> one = all.next();
            usual.put(one.getName(), one);
        }
        usual.values().forEach(root::detachAppender);
        appender.setContext(loggers);
        appender.start();
        root.addAppender(appender);
        level(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.INFO);
    }

    /** Keeps what a logger and those below it say from a level up. */
    public LogCapture level(String logger, Level level) {
        Logger one = loggers.getLogger(logger);
        if (!before.containsKey(one)) {
            before.put(one, one.getLevel()); // null where it is that of the logger above
        }
        one.setLevel(level);
        return this;
    }

    /** Gives what was logged so far: level, logger, thread, message, and the exception with its causes. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Forgets what was logged so far. */
    public void forget() {
        lines.clear();
    }

    /** Tells whether a text was logged. */
    public boolean has(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        usual.values().forEach(root::addAppender);
        before.forEach(Logger::setLevel);
    }
}
