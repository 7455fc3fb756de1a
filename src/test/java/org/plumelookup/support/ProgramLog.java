package org.plumelookup.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a program says on standard error while others run in the same JVM: the log lines of the thread that runs
 * it and of every thread that comes of it, as {@code logback.xml} of the program writes them. Thread-safe.
 */
final class ProgramLog {
    private static final String PATTERN = "%d{HH:mm:ss} %-5level %logger{0} - %msg%n";

    /** Inherited by each thread from the one that creates it. */
    private static final InheritableThreadLocal<ProgramLog> KEEPER = new InheritableThreadLocal<>();

    static {
        LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        Sorter sorter = new Sorter();
        sorter.setContext(loggers);
        sorter.start();
        loggers.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(sorter);
    }

    private final StringBuffer text = new StringBuffer();

    /** Passes each line to the program that wrote it. */
    private static final class Sorter extends AppenderBase<ILoggingEvent> {
        private final PatternLayout layout = new PatternLayout();

        @Override
        public void start() {
            layout.setContext(getContext());
            layout.setPattern(PATTERN);
            layout.start();
            super.start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            ProgramLog keeper = KEEPER.get();
            if (keeper != null && event.getLevel().isGreaterOrEqual(Level.INFO)) { // others may capture DEBUG now
                keeper.text.append(layout.doLayout(event));
            }
        }
    }

    /** Runs a part of the program on a thread of its own and waits for its end. */
    <T> T keep(Callable<T> part) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            KEEPER.set(this);
            return part.call();
        });
        Thread thread = new Thread(task, "program");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(Patience.LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new AssertionError("still running; so far it said:\n" + text, e);
        }
    }

    /** Returns a stream that writes to the target of the log. */
    PrintWriter err() {
        return new PrintWriter(
                new Writer() {
                    @Override
                    public void write(char[] characters, int from, int length) {
                        text.append(characters, from, length);
                    }

                    @Override
                    public void flush() {
                        // nothing is held back
                    }

                    @Override
                    public void close() {
                        // the log goes on
                    }
                },
                true);
    }

    /** Returns all that was said so far. */
    @Override
    public String toString() {
        return text.toString();
    }
}
