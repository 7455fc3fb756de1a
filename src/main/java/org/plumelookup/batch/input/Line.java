package org.plumelookup.batch.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * One physical line of a file.
 *
 * @param number the line number in the file, from 1
 * @param bytes the bytes before the line end; only the beginning of a line over the limit
 * @param end the line end; empty if the file ends without one
 * @param tooLong whether the line is over the limit, so that {@code bytes} is only its beginning
 */
public record Line(long number, byte[] bytes, String end, boolean tooLong) {
    private static final char REPLACEMENT = '\uFFFD';

    /** Returns the text, or null if the bytes are not UTF-8. */
    public String text() {
        String text = lenientText();
        // The lenient decoder is several times faster; only a text with U+FFFD can be a replacement.
        return text.indexOf(REPLACEMENT) < 0 || isUtf8() ? text : null;
    }

    /** Returns the text with U+FFFD for bytes that are not UTF-8. */
    String lenientText() {
        return new String(bytes, UTF_8);
    }

    /**
     * Returns whether the line has only spaces, tabs and control characters, such as the Ctrl-Z at the end of old
     * files.
     */
    public boolean isBlank() {
        for (byte b : bytes) {
            if (b < 0 || b > ' ') {
                return false;
            }
        }
        return true;
    }

    /** Returns whether it stays the same however the file grows; a CR at the end of a file may be half of a CRLF. */
    boolean isEnded() {
        return end.endsWith("\n");
    }

    private boolean isUtf8() {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
