package org.plumelookup.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Signals that a file in the folder of a batch is not as this program wrote it. A crash does not cause this, and
 * nothing is repaired automatically: the message says what to do.
 */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param file the damaged file
     * @param what the fault, without customer data
     * @param cure what to do, as a sentence
     */
    public DamagedFileException(Path file, String what, String cure) {
        super(String.format(Locale.ROOT, "%s is damaged: %s. %s", file, what, cure));
    }

    /** Returns the refusal of the input whose batch cannot go on. */
    BatchRefusedException refusal() {
        return new BatchRefusedException(getMessage(), this);
    }
}
