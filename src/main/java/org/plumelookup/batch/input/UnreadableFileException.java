package org.plumelookup.batch.input;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Tells that an input file as a whole cannot be read as rows, and what its owner can do about it.
 *
 * <p>The message is a sentence for the person who owns the file. It may quote the first line of the file.
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
