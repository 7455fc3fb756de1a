package org.plumelookup.batch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds a lock file for one holder in one process; the lock ends with the process, however that ends.
 *
 * <p>The system's lock belongs to the process, and is gone when any channel of the file is closed, also one by which it
 * was asked for in vain. So what this process has is remembered for the whole of it, and not asked for again.
 */
final class ProcessLock implements AutoCloseable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private FileChannel channel;
    private boolean closed;

    private ProcessLock(Path file) {
        this.file = file;
    }

    /**
     * Locks a file, which is made if it is not there.
     *
     * @return null where somebody else has it, in this process or in another
     */
    static ProcessLock of(Path file) throws IOException {
        Path real = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
        if (!HELD.add(real)) {
            return null;
        }
        ProcessLock lock = new ProcessLock(real);
        boolean held = false;
        try {
            held = lock.take();
        } finally {
            if (!held) {
                lock.close();
            }
        }
        return held ? lock : null;
    }

    private boolean take() throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // this program is loaded twice in this process
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return; // by now it can be somebody else's
        }
        closed = true;
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD.remove(file);
        }
    }
}
