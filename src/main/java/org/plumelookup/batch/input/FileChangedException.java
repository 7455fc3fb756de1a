package org.plumelookup.batch.input;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Thrown if the content of an input file has changed since its rows were counted; no row of the new content is read.
 */
public final class FileChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    FileChangedException(Path file) {
        super(file.getFileName() + " was overwritten while it was being read");
    }
}
