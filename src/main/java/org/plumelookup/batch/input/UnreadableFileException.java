package org.plumelookup.batch.input;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Thrown if an input file as a whole cannot be read as rows; the message says what its owner can do.
 *
 * <p>The message may quote the first line of the file.
 */
public final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableFileException(Path file, String why) {
        super(file.getFileName() + " " + why);
    }

    UnreadableFileException(Path file, String why, IOException cause) {
        super(file.getFileName() + " " + why, cause);
    }
}
