package org.plumelookup.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out whether a file continues the input of a batch, and lets the batch go on. */
public final class GrownBatch {
    private final Path folder;
    private final InputFingerprint input;

    private GrownBatch(Path folder, InputFingerprint input) {
        this.folder = folder;
        this.input = input;
    }

    /**
     * Compares a file with the input of a batch.
     *
     * @param folder folder of the batch
     * @param file the file
     * @return the batch if the file is longer than its input and begins with it; null if not, or if there is no batch
     * @throws DamagedFileException if the record of the input is damaged
     */
    public static GrownBatch of(Path folder, Path file) throws IOException {
        InputFingerprint input = InputFingerprint.recorded(folder);
        boolean grown = input != null && Files.size(file) > input.size() && input.isBeginningOf(file);
        return grown ? new GrownBatch(folder, input) : null;
    }

    /** Returns the name of the input. */
    public String name() {
        return input.name();
    }

    /**
     * Deletes the files of the batch that say it is complete.
     *
     * @throws BatchBusyException if another run has the batch
     */
    public void reopen() throws IOException, BatchBusyException {
        if (Summary.existsIn(folder)) {
            try (BatchFolder held = BatchFolder.of(folder)) {
                Summary.withdraw(held.path());
            }
        }
    }
}
