package org.plumelookup.batch.inbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses the files of an inbox that the file component silently skips, because it cannot use their names: a byte that
 * is not a character in the machine's charset, or a backslash, which it treats as a slash. Used by one thread.
 */
final class InboxNames {
    private static final Logger LOG = LoggerFactory.getLogger(InboxNames.class);
    private static final Duration REST = Duration.ofSeconds(10); // its writer may be about to rename it

    private final Set<Path> logged = new HashSet<>();

    /** Finds and refuses such files. */
    void refuseUnusable(Path inbox) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(inbox, InboxNames::isPassedOver)) {
            for (Path file : files) {
                refuse(file);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be read now: {}", inbox, e.toString()); // the consumer reports it
        }
    }

    private void refuse(Path file) {
        String name = file.getFileName().toString();
        String plain = name.replaceAll("[^ -\\[\\]-~]", "_");
        try {
            Inbox.refuse(file, plain, reason(name));
        } catch (IOException e) {
            if (logged.add(file)) {
                LOG.error(
                        "{} cannot be read because of its name, and cannot be moved ({}). Rename it.",
                        plain,
                        e.toString());
            }
        }
    }

    private static String reason(String name) {
        String charset = System.getProperty("native.encoding");
        String what = name.indexOf('\\') >= 0
                ? "a backslash"
                : "a byte that is no character in " + charset + ", the charset of file names here";
        String locale =
                charset.equals("UTF-8") ? "" : " Start the program in a locale of UTF-8, such as LC_ALL=C.UTF-8.";
        return "The file was not read because its name has " + what + "." + locale
                + " It is stored here under another name: rename it, and put it into the inbox again.";
    }

    /** Returns whether the file component skips a file, and the file has rested. */
    private static boolean isPassedOver(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.startsWith(".") || isUsable(file, name) || !Files.isRegularFile(file)) {
            return false;
        }
        // A time in the future is that of another clock, or of this one before it was set back.
        return Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now())
                        .abs()
                        .compareTo(REST)
                > 0;
    }

    /** Compares the listed path, which has the bytes of the name, with a path of its text. */
    private static boolean isUsable(Path file, String name) {
        try {
            return file.resolveSibling(name).equals(file) && (File.separatorChar == '\\' || name.indexOf('\\') < 0);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
