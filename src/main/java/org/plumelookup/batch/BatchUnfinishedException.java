package org.plumelookup.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Signals that a batch had to stop before its end; started again it goes on. The message says what to do. */
public final class BatchUnfinishedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message why it had to stop, and what to do
     * @param cause the fault; null if the batch goes on by itself, without one
     */
    public BatchUnfinishedException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns the exception for a batch that cannot be opened.
     *
     * @param cause why it cannot be opened
     * @param file the input
     * @param settings name the outbox
     * @param next what happens after the cure
     * @return the exception
     * @throws BatchRefusedException if a file of the batch is damaged
     * @throws BatchBusyException if the input is gone, or only a later version of this program can go on
     */
    public static BatchUnfinishedException ofOpening(IOException cause, Path file, BatchSettings settings, String next)
            throws BatchRefusedException, BatchBusyException {
        if (cause instanceof DamagedFileException damaged) {
            throw damaged.refusal();
        }
        if (cause instanceof NewerFormatException newer) {
            throw new BatchBusyException(newer);
        }
        if (Files.notExists(file)) {
            throw new BatchBusyException(file); // it was there a moment ago: another run has moved it
        }
        return new BatchUnfinishedException(
                String.format(
                        Locale.ROOT,
                        "%s cannot be worked on in %s: %s. Free disk space or fix permissions; %s.",
                        file.getFileName(),
                        settings.outbox(),
                        cause,
                        next),
                cause);
    }
}
