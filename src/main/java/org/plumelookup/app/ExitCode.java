package org.plumelookup.app;

import java.util.concurrent.RejectedExecutionException;
import org.plumelookup.batch.BatchBusyException;
import org.plumelookup.batch.BatchRefusedException;
import org.plumelookup.batch.BatchUnfinishedException;
import org.plumelookup.batch.DamagedFileException;
import org.plumelookup.resilience.HoldTooLongException;
import org.plumelookup.settings.ConfigurationException;

/** The exit codes of the commands. */
public final class ExitCode {
    /** Every account was answered, whatever the outcome. */
    public static final int DONE = 0;

    /** Wrong use or configuration. */
    public static final int WRONG_USE = 2;

    /** The run could not finish. */
    public static final int UNFINISHED = 3;

    private ExitCode() {}

    /**
     * Returns the exit code of a failure.
     *
     * @param failure what ended the command
     */
    public static int of(Throwable failure) {
        if (failure.getCause() instanceof DamagedFileException) {
            return UNFINISHED;
        }
        return failure instanceof ConfigurationException || failure instanceof BatchRefusedException
                ? WRONG_USE
                : UNFINISHED;
    }

    /**
     * Returns the message of a failure for the command line.
     *
     * @param failure what ended the command
     */
    public static String text(Throwable failure) {
        boolean ours = failure instanceof ConfigurationException
                || failure instanceof BatchRefusedException
                || failure instanceof BatchBusyException
                || failure instanceof BatchUnfinishedException
                || failure instanceof HoldTooLongException
                || failure instanceof RejectedExecutionException;
        return TerminalText.of(
                ours ? failure.getMessage() : failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }
}
