package org.plumelookup.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Holds the folder of one batch for one run alone.
 *
 * @param path the folder
 * @param input the file that the batch is of
 * @param lock keeps other runs out
 */
record BatchFolder(Path path, InputFile input, ProcessLock lock) implements AutoCloseable {
    /** Locks a folder for the one that writes its results. */
    static final String RESULTS = ".lock";

    /** Locks a folder for the one that sends its rows to a queue, while another may write its results. */
    static final String ROWS = ".rows.lock";

    private static final int ROOM = 1 << 16;

    /**
     * Claims the folder in which a file's results belong: its own unfinished or finished one, else the first free of
     * {@code NAME}, {@code NAME-2}, {@code NAME-3} and so on. The file is not read before its folder is locked.
     *
     * @param file the input file
     * @param settings outbox and column
     * @param part what it is locked for
     * @throws BatchRefusedException if the file cannot be read as a list of account IDs, or an unfinished batch of
     *     another file of the same name is in the way
     * @throws BatchBusyException if another run has it
     */
    static BatchFolder claim(Path file, BatchSettings settings, String part)
            throws IOException, BatchRefusedException, BatchBusyException {
        InputFile input = null;
        for (int number = 1; ; number++) {
            String name = file.getFileName().toString();
            Path path = settings.outbox().resolve(number == 1 ? name : name + "-" + number);
            Files.createDirectories(path);
            ProcessLock lock = lock(path, part);
            try {
                input = input == null ? InputFile.of(file, settings.column()) : input;
                BatchFolder folder = new BatchFolder(path, input, lock);
                InputFile before = InputFile.recorded(path);
                if (before == null ? folder.isFree() : folder.continues(before)) {
                    return folder;
                }
                lock.close();
            } catch (IOException | BatchRefusedException | RuntimeException e) {
                lock.close();
                throw e;
            }
        }
    }

    /**
     * Holds the folder of a batch that was begun, in order to write its results.
     *
     * @return null where there is no batch in the folder
     * @throws BatchBusyException if another run has it
     */
    static BatchFolder of(Path path) throws IOException, BatchBusyException {
        InputFile input = InputFile.recorded(path);
        return input == null ? null : new BatchFolder(path, input, lock(path, RESULTS));
    }

    /** Tells this batch from every other, also from one of the same name in another outbox or at another time. */
    String id() {
        return path.getFileName() + "-" + input.fingerprint().substring(0, 8);
    }

    /** Tells whether nothing of somebody else's lies here. */
    private boolean isFree() {
        return Files.notExists(path.resolve("found.jsonl")) && Files.notExists(path.resolve("errors.jsonl"));
    }

    private boolean continues(InputFile before) throws BatchRefusedException {
        if (isComplete()) {
            return before.untouched(input);
        }
        if (!before.sameContent(input)) {
            throw new BatchRefusedException(String.format(
                    Locale.ROOT,
                    "%s holds an unfinished batch of another %s (%d bytes, now %d; or other content). To finish it put the"
                            + " first file back; to drop it delete the folder; or give this file another name.",
                    path,
                    input.name(),
                    before.size(),
                    input.size()));
        }
        return true;
    }

    /** Tells whether every row has been answered and the summary is written. */
    boolean isComplete() {
        return Files.exists(path.resolve(Summary.FILE));
    }

    /**
     * Gets ready for results, before any call is spent on them.
     *
     * @throws IOException if the folder cannot be written to, or has no room
     */
    void prepare() throws IOException {
        Path room = path.resolve(".room");
        try {
            Files.write(room, new byte[ROOM]);
        } finally {
            Files.deleteIfExists(room);
        }
        input.record(path);
    }

    private static ProcessLock lock(Path path, String part) throws IOException, BatchBusyException {
        ProcessLock lock = ProcessLock.of(path.resolve(part));
        if (lock == null) {
            throw new BatchBusyException(path);
        }
        return lock;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
