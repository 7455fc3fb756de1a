package org.plumelookup.batch.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.plumelookup.batch.FileNames;
import org.plumelookup.disk.AtomicFile;

/**
 * Moves an input into a folder next to it; no file is ever overwritten. A link is moved as a link to the same file.
 *
 * @param input the input
 * @param folder target, relative to the input's folder
 * @param as its name there; a number is added if the name is in use
 * @param reason why it is refused; null if it is not
 */
record InputMove(Path input, String folder, String as, String reason) {

    /** Returns whether the input does not exist any more. */
    boolean isGone() {
        return Files.notExists(input, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Moves the input, and writes the reason.
     *
     * @return its new path
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

    /** Returns the file with the reason why an input was refused. */
    static Path reasonOf(Path moved) {
        return moved.resolveSibling(FileNames.extended(moved.getFileName().toString(), ".reason.txt"));
    }

    /**
     * Adds a second name to a file, because a link, unlike a move, never replaces an existing file.
     *
     * @return whether the file has that name now, also if an earlier run was killed right after it had added it
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
