package org.plumelookup.batch.rows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens a file and refuses what by its first bytes cannot be text in UTF-8. */
final class FileOpening {
    private static final int HEAD = 4096;

    private FileOpening() {}

    /** Opens the bytes of a file; the caller closes them. */
    static InputStream bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UnreadableFileException(file, "is a folder: give a file");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new UnreadableFileException(
                    file, "is not a regular file, so it cannot be read again after a restart");
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new UnreadableFileException(file, "does not exist: check its name and the current folder", e);
        } catch (AccessDeniedException e) {
            throw new UnreadableFileException(file, "may not be read by this user: give it the right to read it", e);
        }
    }

    /** Makes lines of the bytes of a file, from after the byte order mark if there is one. */
    static Lines lines(Path file, InputStream bytes) throws IOException {
        byte[] head = bytes.readNBytes(HEAD);
        String why = refusal(head);
        if (why != null) {
            throw new UnreadableFileException(file, why);
        }
        int bom = startsWith(head, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        return new Lines(new SequenceInputStream(new ByteArrayInputStream(head, bom, head.length - bom), bytes));
    }

    private static String refusal(byte[] head) {
        if (startsWith(head, 0xFF, 0xFE) || startsWith(head, 0xFE, 0xFF)) {
            return "is UTF-16: save it as UTF-8";
        }
        if (startsWith(head, 0x1F, 0x8B)) {
            return "is compressed (gzip): unpack it first";
        }
        if (startsWith(head, 'P', 'K', 3, 4)) {
            return "is a zip file or an Excel workbook: unpack it, or save the sheet as \"CSV UTF-8\"";
        }
        if (count(head, 0) > 0) {
            return "is not a text file (it has NUL bytes): save it as text in UTF-8";
        }
        // At the very end a CR may be half of a CRLF that the head cuts, or a file of one line.
        boolean crInside = head.length > 1 && count(head, '\r') > (head[head.length - 1] == '\r' ? 1 : 0);
        if (crInside && count(head, '\n') == 0) {
            return "has lines that end in CR alone: save it with LF or CRLF line ends";
        }
        return null;
    }

    private static boolean startsWith(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (head[i] != (byte) magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static int count(byte[] head, int wanted) {
        int count = 0;
        for (byte b : head) {
            if (b == wanted) {
                count++;
            }
        }
        return count;
    }
}
