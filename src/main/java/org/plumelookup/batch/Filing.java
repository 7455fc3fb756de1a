package org.plumelookup.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.plumelookup.disk.AtomicFile;

/**
 * Puts an input away, next to where it lies; no file is ever overwritten. A link is filed as a link to the same file.
 *
 * @param input the input
 * @param folder where to, seen from the input's folder
 * @param as its name there; a number is added where that is taken
 * @param reason why it is refused; null where it is not
 */
record Filing(Path input, String folder, String as, String reason) {

    /** Returns whether there is nothing to put away any more. */
    boolean isGone() {
        return Files.notExists(input, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Moves the input, and writes the reason.
     *
     * @return where it lies now
     * @throws NoSuchFileException if there is nothing to move
     */
    Path run() throws IOException {
        if (isGone()) {
            throw new NoSuchFileException(input.toString());
        }
        Path target = Files.createDirectories(input.resolveSibling(folder));
        for (int number = 1; ; number++) {
            Path name = target.resolve(FileNames.numbered(as, number));
            if (hasName(name, input)) {
                if (reason != null) {
                    AtomicFile.write(
                            reasonOf(name),
                            out -> out.write((reason + System.lineSeparator()).getBytes(StandardCharsets.UTF_8)));
                }
                Files.deleteIfExists(input);
                return name;
            }
        }
    }

    /** Returns the file that says why a filed input was refused. */
    static Path reasonOf(Path filed) {
        return filed.resolveSibling(FileNames.extended(filed.getFileName().toString(), ".reason.txt"));
    }

    /**
     * Gives a file a second name: a link cannot replace a file that is there, which a move on this platform could.
     *
     * @return whether it has that name now, also where an earlier run was killed right after it gave it
     */
    private static boolean hasName(Path name, Path file) throws IOException {
        try {
            if (Files.isSymbolicLink(file)) {
                Path folder = file.toAbsolutePath().getParent();
                Files.createSymbolicLink(
                        name, folder.resolve(Files.readSymbolicLink(file)).normalize());
            } else {
                Files.createLink(name, file);
            }
            return true;
        } catch (FileAlreadyExistsException e) {
            return Files.exists(name) && Files.exists(file) && Files.isSameFile(name, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            if (Files.exists(name, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
    }
}
