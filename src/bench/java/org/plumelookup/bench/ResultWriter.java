package org.plumelookup.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the answers into two files, by their status, one line each. Thread-safe. */
final class ResultWriter implements Closeable {
    /** File of the customers. */
    static final String FOUND = "found.txt";

    /** File of everything else. */
    static final String ERRORS = "errors.txt";

    private final Writer found;
    private final Writer errors;

    ResultWriter(Path folder) throws IOException {
        found = Files.newBufferedWriter(folder.resolve(FOUND));
        errors = Files.newBufferedWriter(folder.resolve(ERRORS));
    }

    /** Writes one answer. */
    synchronized void write(String account, int status, String body) throws IOException {
        (status == 200 ? found : errors).write(account + "," + body + "\n");
    }

    @Override
    public void close() throws IOException {
        found.close();
        errors.close();
    }
}
