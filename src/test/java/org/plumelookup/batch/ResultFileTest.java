package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise: what was forced survives a power loss. */
class ResultFileTest {
    @TempDir
    private Path folder;

    private Path path;
    private final SlowDisk disk = new SlowDisk();

    @BeforeEach
    void create() throws IOException {
        path = Files.createFile(folder.resolve("found.jsonl"));
    }

    @Test
    void whoForcesWhileAnotherThreadDoesReturnsAfterTheRecordsAreOnDisk() throws Exception {
        try (ResultFile file = new ResultFile(path, disk, 0)) {
            file.append(List.of("{}"));
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            disk.next = () -> {
                begun.countDown();
                end.await();
                return null;
            };
            FutureTask<Void> clock = new FutureTask<>(() -> {
                file.force();
                return null;
            });
            new Thread(clock).start();
            begun.await();
            file.force();
            assertThat(disk.forced).isEqualTo(1);
            end.countDown();
            clock.get();
        }
    }

    @Test
    void aFileIsForcedAgainAfterAFailureAndNotWithoutNews() throws Exception {
        try (ResultFile file = new ResultFile(path, disk, 0)) {
            file.append(List.of("{}"));
            disk.next = () -> {
                throw new IOException("broken");
            };
            assertThatThrownBy(file::force).hasMessageContaining(path + " cannot be forced to disk: broken");
            file.force();
            file.force();
            assertThat(disk.forced).isEqualTo(1);
        }
        assertThat(disk.forced).isEqualTo(1);
    }

    @Test
    void recordsOfARunThatWasKilledAreForcedToo() throws Exception {
        Files.writeString(path, "{}\n");
        new ResultFile(path, disk, 3).close();
        assertThat(disk.forced).isEqualTo(1);
    }

    /** Counts how often the data reached the disk. */
    private static final class SlowDisk extends FileChannel {
        private Callable<Void> next;
        private int forced;

        @Override
        public void force(boolean metaData) throws IOException {
            Callable<Void> now = next;
            next = null;
            try {
                if (now != null) {
                    now.call();
                }
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            forced++;
        }

        @Override
        public int write(ByteBuffer from) {
            int size = from.remaining();
            from.position(from.limit());
            return size;
        }

        @Override
        public FileChannel position(long position) {
            return this;
        }

        @Override
        public FileChannel truncate(long size) {
            return this;
        }

        @Override
        protected void implCloseChannel() {
            // nothing is open
        }

        @Override
        public int read(ByteBuffer to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] to, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel from, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer to, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer from, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
