package org.plumelookup.fake;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Decodes percent-encoding strictly: anything but well-formed ASCII, escapes and UTF-8 is refused. */
final class UrlDecoder {
    private UrlDecoder() {}

    /**
     * Decodes one raw path segment; {@code +} stays {@code +}.
     *
     * @throws IllegalArgumentException if the segment is malformed
     */
    static String decodeSegment(String raw) {
        return decode(raw, false);
    }

    /**
     * Decodes a query or form body; {@code +} is a space, and the last value of a repeated name is used.
     *
     * @param raw the text after {@code ?}, or null for none
     * @throws IllegalArgumentException if the text is malformed
     */
    static Map<String, String> decodeForm(String raw) {
        Map<String, String> values = new HashMap<>();
        if (raw == null || raw.isEmpty()) {
            return values;
        }
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            values.put(decode(name, true), decode(value, true));
        }
        return values;
    }

    private static String decode(String raw, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(hex(raw, i + 1) << 4 | hex(raw, i + 2));
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.write(' ');
            } else if (c > ' ' && c < 0x7f) {
                bytes.write(c);
            } else {
                throw new IllegalArgumentException("a character that must be percent-encoded at " + i);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the percent-encoded bytes are not UTF-8", e);
        }
    }

    private static int hex(String raw, int at) {
        // Character.digit alone would also accept the digits of other scripts.
        int digit = at < raw.length() && raw.charAt(at) < 0x80 ? Character.digit(raw.charAt(at), 16) : -1;
        if (digit < 0) {
            throw new IllegalArgumentException("a percent sign without two hexadecimal digits");
        }
        return digit;
    }
}
