package org.plumelookup.app;

import java.io.PrintWriter;
import java.time.Duration;
import org.plumelookup.batch.Progress;
import org.plumelookup.batch.ProgressDisplay;

/** Draws a progress bar on a terminal. Used by one thread at a time. */
public final class TerminalBar implements ProgressDisplay {
    private static final int WIDTH = 24;

    private final PrintWriter terminal;

    TerminalBar(PrintWriter terminal) {
        this.terminal = terminal;
    }

    /**
     * Returns a bar if the program writes to a terminal, else log lines.
     *
     * @param terminal standard error
     */
    public static ProgressDisplay choose(PrintWriter terminal) {
        return isTerminal() ? new TerminalBar(terminal) : ProgressDisplay.log();
    }

    /** Returns whether there is a terminal; since JDK 22 there can be a console without one. */
    private static boolean isTerminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    @Override
    public Duration every() {
        return Duration.ofMillis(250);
    }

    @Override
    public void show(Progress progress) {
        int filled = progress.total() == 0 ? WIDTH : (int) (WIDTH * progress.done() / progress.total());
        terminal.print("\r\u001b[K[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] "
                + TerminalText.of(progress.toString()));
        terminal.flush();
    }

    @Override
    public void end(Progress progress) {
        show(progress);
        terminal.println();
    }
}
