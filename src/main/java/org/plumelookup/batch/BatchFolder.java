package org.plumelookup.batch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds the folder of one batch for this process alone; the lock ends with the process, however that ends.
 *
 * @param path the folder
 * @param lock the open lock file
 */
record BatchFolder(Path path, FileChannel lock) implements AutoCloseable {

    /**
     * Claims the folder in which a file's results belong: its own unfinished or finished one, else the first free of
     * {@code NAME}, {@code NAME-2}, {@code NAME-3} and so on.
     *
     * @param outbox folder of the result folders; made if it is not there
     * @param input what is known of the input file
     * @throws BatchRefusedException if an unfinished batch of another file of the same name is in the way, or another
     *     process works on this one
     */
    static BatchFolder claim(Path outbox, InputFile input) throws IOException, BatchRefusedException {
        for (int number = 1; ; number++) {
            Path path = outbox.resolve(number == 1 ? input.name() : input.name() + "-" + number);
            Files.createDirectories(path);
            BatchFolder folder = new BatchFolder(path, lock(path));
            try {
                InputFile before = InputFile.recorded(path);
                if (before == null || folder.belongsTo(input, before)) {
                    return folder;
                }
                folder.close();
            } catch (IOException | BatchRefusedException | RuntimeException e) {
                folder.close();
                throw e;
            }
        }
    }

    private boolean belongsTo(InputFile input, InputFile before) throws IOException, BatchRefusedException {
        if (isComplete()) {
            return before.untouched(input);
        }
        if (!before.sameContent(input)) {
            throw new BatchRefusedException(
                    ("%s holds an unfinished batch of another %s (%d bytes, now %d; or other content). To finish it put the"
                                    + " first file back; to drop it delete the folder; or give this file another name.")
                            .formatted(path, input.name(), before.size(), input.size()));
        }
        return true;
    }

    /** Tells whether every row has been answered and the summary is written. */
    boolean isComplete() {
        return Files.exists(path.resolve(Summary.FILE));
    }

    private static FileChannel lock(Path path) throws IOException, BatchRefusedException {
        FileChannel channel =
                FileChannel.open(path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // this process has it: told below like another one's
        }
        channel.close();
        throw new BatchRefusedException("Another run works on %s: wait for it or stop it.".formatted(path));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
