package org.plumelookup.batch.input;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown where an input file has other content than when its rows were counted; no row of the new content is read. */
public final class FileChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    FileChangedException(Path file) {
        super(file.getFileName() + " was overwritten while it was read");
    }
}
