package org.plumelookup.batch;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the folder of a file's results, and locks it. */
final class FolderClaim {
    private FolderClaim() {}

    /**
     * Finds and locks the folder of a file's results: its own unfinished or finished one, else the first free one of
     * {@code NAME}, {@code NAME-2}, {@code NAME-3} and so on. The file is not read before its folder is locked, and not
     * if a later version of this program wrote the folder.
     *
     * @param path the input file
     * @param settings outbox, and how files are read
     * @param part name of the lock file
     * @throws BatchRefusedException if the file cannot be read as a list of account IDs, no folder can have its name,
     *     or there is an unfinished batch of another file of the same name
     * @throws BatchBusyException if another run has it
     */
    static BatchFolder of(Path path, BatchSettings settings, String part)
            throws IOException, BatchRefusedException, BatchBusyException {
        ScannedFile file = null;
        for (int number = 1; ; number++) {
            Path folder = created(
                    settings.outbox(), FileNames.numbered(path.getFileName().toString(), number));
            ProcessLock lock = lock(folder, part);
            try {
                InputFingerprint before = InputFingerprint.recorded(folder);
                file = file == null ? ScannedFile.of(path, settings.rows()) : file;
                BatchFolder claimed = new BatchFolder(folder, lock, file, before);
                if (claimed.isOfFile()) {
                    return claimed;
                }
                lock.close();
            } catch (IOException | BatchRefusedException | RuntimeException e) {
                lock.close();
                throw e;
            }
        }
    }

    private static Path created(Path outbox, String name) throws IOException, BatchRefusedException {
        Files.createDirectories(outbox);
        try {
            return Files.createDirectories(outbox.resolve(name));
        } catch (FileSystemException e) {
            Files.delete(Files.createTempDirectory(outbox, ".name")); // if this fails, too, the name is not the cause
            throw new BatchRefusedException(
                    name + " cannot be the name of a folder in " + outbox + " ("
                            + (e.getReason() == null ? "there is a file" : e.getReason())
                            + "). Give the file another name, such as a shorter one.",
                    e);
        }
    }

    /**
     * Locks a folder.
     *
     * @throws BatchBusyException if another run has it
     */
    static ProcessLock lock(Path path, String part) throws IOException, BatchBusyException {
        ProcessLock lock = ProcessLock.of(path.resolve(part));
        if (lock == null) {
            throw new BatchBusyException(path);
        }
        return lock;
    }
}
