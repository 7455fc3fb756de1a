package org.plumelookup.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.slf4j.LoggerFactory;

/**
 * Keeps log events, with exceptions and their causes, until it is closed. They reach the file of the test logs all the
 * same.
 *
 * <p>Classes run side by side: a capture of one context takes nothing of theirs. One of everything does, so a test that
 * counts its lines, or changes a level, takes the resource {@link #LOG}.
 */
public final class LogCapture implements AutoCloseable {
    /** Names the log as a resource, for tests that cannot share it. */
    public static final String LOG = "log";

    private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Map<Logger, Level> before = new HashMap<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Predicate<String> threads;
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (threads.test(event.getThreadName())) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%s %s %s %s %s %s",
                        event.getLevel(),
                        event.getLoggerName(),
                        event.getThreadName(),
                        event.getFormattedMessage(),
                        event.getMDCPropertyMap(),
                        event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())));
            }
        }
    };

    /** Starts to keep what is logged by anybody from INFO up. */
    public LogCapture() {
        this(thread -> true);
    }

    private LogCapture(Predicate<String> threads) {
        this.threads = threads;
        appender.setContext(loggers);
        appender.start();
        root.addAppender(appender);
    }

    /** Starts to keep what the current thread logs. */
    public static LogCapture ofThisThread() {
        return new LogCapture(Thread.currentThread().getName()::equals);
    }

    /** Starts to keep what the threads of a context log, and the current one. */
    public static LogCapture of(CamelContext context) {
        String test = Thread.currentThread().getName();
        String name = "(" + context.getName() + ")";
        return new LogCapture(thread -> thread.equals(test) || thread.contains(name));
    }

    /** Keeps what a logger and those below it say from a level up. */
    public LogCapture level(String logger, Level level) {
        Logger one = loggers.getLogger(logger);
        if (!before.containsKey(one)) {
            before.put(one, one.getLevel()); // null if it is that of the logger above
        }
        one.setLevel(level);
        return this;
    }

    /** Returns what was logged so far: level, logger, thread, message, and the exception with its causes. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Forgets what was logged so far. */
    public void forget() {
        lines.clear();
    }

    /** Returns whether a text was logged. */
    public boolean has(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        before.forEach(Logger::setLevel);
    }
}
