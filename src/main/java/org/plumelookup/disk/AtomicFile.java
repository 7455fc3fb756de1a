package org.plumelookup.disk;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Writes files that exist either completely or not at all, also after a crash. */
public final class AtomicFile {
    private AtomicFile() {}

    /** The content of a file. */
    public interface Content {
        /**
         * Writes all of it.
         *
         * @param out closed by the caller
         */
        void write(OutputStream out) throws IOException;
    }

    /**
     * Writes a file under another name, forces it to disk and then gives it its name.
     *
     * @param file the file; replaced if it exists
     * @param content what to write; an unchecked I/O exception is treated like a checked one
     * @throws IOException if it cannot be written; the message names the file, and no part of it is left
     */
    public static void write(Path file, Content content) throws IOException {
        try {
            writeOrFail(file, content);
        } catch (IOException e) {
            throw cannot(file, e);
        } catch (UncheckedIOException e) {
            throw cannot(file, e.getCause());
        }
    }

    private static IOException cannot(Path file, IOException why) {
        try {
            if (Files.isRegularFile(part(file))) {
                Files.delete(part(file)); // the disk may be full
            }
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        return new IOException(String.format(Locale.ROOT, "%s cannot be written (%s)", file, why), why);
    }

    private static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    private static void writeOrFail(Path file, Content content) throws IOException {
        Path part = part(file);
        try (FileChannel channel = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            content.write(out);
            if (channel.isOpen()) {
                out.flush();
                channel.force(true);
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
