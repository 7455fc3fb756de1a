package org.plumelookup.batch.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Opens a file, and refuses it if its first bytes cannot be a list of account IDs. */
final class FileOpening {
    private static final int HEAD = 4096;

    /** The start of a JSON object; {@code {6F9619FF-..}} is an ID in some systems. */
    private static final Pattern JSON = Pattern.compile("\\s*\\{\\s*[\"}]");

    private FileOpening() {}

    /** Opens the bytes of a file; the caller closes them. */
    static InputStream bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UnreadableFileException(file, "is a folder: give a file");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new UnreadableFileException(
                    file, "is not a regular file, which could be read again after a restart: give a regular file");
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new UnreadableFileException(file, "does not exist: check its name and the current folder", e);
        } catch (AccessDeniedException e) {
            throw new UnreadableFileException(file, "cannot be read by this user: grant it read permission", e);
        }
    }

    /**
     * Splits the bytes of a file into lines. A byte order mark overrides the configured encoding; JSON is UTF-8.
     *
     * @throws UnreadableFileException if it is not a list of account IDs
     */
    static Lines lines(Path file, InputStream bytes, RowSettings settings) throws IOException {
        byte[] head = bytes.readNBytes(HEAD);
        String why = refusal(head, settings.encoding());
        if (why != null) {
            throw new UnreadableFileException(file, why);
        }
        boolean utf8 = startsWith(head, 0xEF, 0xBB, 0xBF)
                || JSON.matcher(new String(head, ISO_8859_1)).lookingAt();
        return new Lines(new Utf8Stream(
                file,
                new SequenceInputStream(new ByteArrayInputStream(head), bytes),
                utf8 ? UTF_8 : settings.encoding()));
    }

    /** Returns whether a file begins with a byte order mark, of UTF-8 or UTF-16. */
    static boolean isMarked(Path file) throws IOException {
        try (InputStream bytes = bytes(file)) {
            byte[] head = bytes.readNBytes(3);
            return startsWith(head, 0xEF, 0xBB, 0xBF) || startsWith(head, 0xFF, 0xFE) || startsWith(head, 0xFE, 0xFF);
        }
    }

    private static String refusal(byte[] head, Charset encoding) {
        boolean utf16 = startsWith(head, 0xFF, 0xFE) || startsWith(head, 0xFE, 0xFF);
        if (utf16 && !encoding.name().startsWith("UTF-16") && !encoding.name().startsWith("UTF-32")) {
            return "is UTF-16: save it as UTF-8, or set plume.file.encoding=UTF-16";
        }
        if (startsWith(head, 0x1F, 0x8B)) {
            return "is compressed (gzip): unpack it first";
        }
        if (startsWith(head, 'P', 'K', 3, 4)) {
            return "is a zip file or an Excel workbook: unpack it, or save the sheet as \"CSV UTF-8\"";
        }
        if (startsWith(head, 0xD0, 0xCF, 0x11, 0xE0)) {
            return "is an old Excel workbook: save the sheet as \"CSV UTF-8\"";
        }
        if (startsWith(head, '%', 'P', 'D', 'F', '-')) {
            return "is a PDF: export the account IDs as CSV";
        }
        // A CR at the very end may be half of a CRLF cut by the sample, or end a file of one line.
        boolean crInside = head.length > 1 && count(head, '\r') > (head[head.length - 1] == '\r' ? 1 : 0);
        if (crInside && count(head, '\n') == 0) {
            return "has lines that end with CR only: save it with LF or CRLF line ends";
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
