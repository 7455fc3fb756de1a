package org.plumelookup.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.apache.camel.util.OrderedProperties;

/** Reads the text files of an operator: UTF-8 with or without a byte order mark, whatever the machine's charset is. */
public final class Utf8File {
    private static final String MARK = "\uFEFF";

    private Utf8File() {}

    /**
     * Returns the text of a file without its byte order mark.
     *
     * @throws ConfigurationException if the file is not UTF-8; the message names the file and the line
     * @throws IOException if it cannot be read
     */
    public static String read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        CharsetDecoder decoder = UTF_8.newDecoder(); // reports malformed bytes instead of replacing them
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        if (decoder.decode(in, out, true).isError()) {
            throw notUtf8(file, bytes, in.position());
        }
        String text = out.flip().toString();
        return text.startsWith(MARK) ? text.substring(1) : text;
    }

    /**
     * Returns the keys and values of a properties file, in its order.
     *
     * @throws ConfigurationException if the file is not UTF-8, or has a broken escape
     * @throws IOException if it cannot be read
     */
    public static Properties properties(Path file) throws IOException {
        Properties properties = new OrderedProperties(); // Camel makes beans in this order
        try {
            properties.load(new StringReader(read(file)));
        } catch (ConfigurationException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(file
                    + ": \\u must be followed by four hexadecimal digits. Write a backslash as \\\\, or / in a path.");
        }
        return properties;
    }

    private static ConfigurationException notUtf8(Path file, byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        int bad = bytes[position] & 0xff;
        boolean utf16 = position == 0 && bad >= 0xfe;
        return new ConfigurationException(String.format(
                Locale.ROOT,
                "%s, line %d: the file must be UTF-8, and the byte %02X is not%s. Save it in the encoding UTF-8.",
                file,
                line,
                bad,
                utf16 ? ": it looks like UTF-16" : " (Windows-1252 or ISO-8859-1?)"));
    }
}
