package org.plumelookup.batch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Locks a file for one owner in one process; the lock ends with the process, also after a crash.
 *
 * <p>The system's lock belongs to the process, and is released when any channel of the file is closed, also a channel
 * that did not get the lock. So the locks of this process are remembered, and the system is not asked again for them.
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
     * Locks a file, and creates it if it does not exist.
     *
     * @return null if it is locked already, by this process or another one
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
            return; // it may have another owner now
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
