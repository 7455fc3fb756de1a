package org.plumelookup.lookup;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;
import org.apache.camel.spi.TypeConverterRegistry;

/**
 * Converts the body of a message of any type to text with Camel's type converters; reads no more than a request may
 * have.
 *
 * <p>Camel would convert any object with its {@code toString}, which is not an account ID. So only a type that has a
 * converter of its own is accepted.
 */
final class BodyText {
    private static final int MOST = StrictJson.TOO_LONG;

    private BodyText() {}

    /** Signals that bytes are not text. */
    static final class NotTextException extends Exception {
        private static final long serialVersionUID = 1L;

        private NotTextException(String message) {
            super(message);
        }
    }

    /**
     * Converts a body.
     *
     * @param exchange its property {@code CamelCharsetName} is the charset of bytes; UTF-8 if it is not set
     * @param body any object; null is an empty text
     * @return the text, cut if it is too long for a request; empty if the type has no conversion to text
     * @throws NotTextException if the bytes are not in that charset
     */
    static Optional<String> of(Exchange exchange, Object body) throws NotTextException {
        if (body == null) {
            return Optional.of("");
        }
        if (body instanceof Number number) {
            return number(number);
        }
        if (isWritten(body)) {
            return Optional.of(body.toString());
        }
        if (body instanceof JsonNode node) {
            return Optional.of(node.isTextual() ? node.textValue() : node.toString());
        }
        try (InputStream stream = stream(exchange, body)) {
            if (stream != null) {
                return Optional.of(text(stream.readNBytes(4 * MOST), charset(exchange)));
            }
            if (body instanceof Reader reader) {
                return Optional.of(text(reader));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The body cannot be read: " + e.getMessage(), e);
        }
        return Optional.ofNullable(convert(exchange, String.class, body));
    }

    private static boolean isWritten(Object body) {
        return body instanceof CharSequence
                || body instanceof Character
                || body instanceof Boolean
                || body instanceof UUID
                || body instanceof Enum<?>;
    }

    /** Returns all digits of a number: Java shows a double as 1.2345678E7, which is not an account ID. */
    private static Optional<String> number(Number number) {
        try {
            BigDecimal exact = new BigDecimal(number.toString());
            boolean binary = number instanceof Double || number instanceof Float;
            return Optional.of((binary ? withoutFraction(exact) : exact).toPlainString());
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static BigDecimal withoutFraction(BigDecimal exact) {
        BigDecimal stripped = exact.stripTrailingZeros();
        return stripped.scale() <= 0 ? stripped : exact;
    }

    /** Opens a stream of bytes; returns null if the body has no bytes. */
    private static InputStream stream(Exchange exchange, Object body) throws IOException {
        if (body instanceof byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        }
        if (body instanceof InputStream stream) {
            return stream;
        }
        if (body instanceof WrappedFile<?> wrapped && wrapped.getFile() instanceof File file) {
            return Files.newInputStream(file.toPath()); // Camel's own would be in the charset of the machine
        }
        return body instanceof Reader ? null : convert(exchange, InputStream.class, body);
    }

    private static <T> T convert(Exchange exchange, Class<T> type, Object body) {
        TypeConverterRegistry registry = exchange.getContext().getTypeConverterRegistry();
        if (registry.lookup(type, body.getClass()) == null) {
            return null;
        }
        try {
            return exchange.getContext().getTypeConverter().convertTo(type, exchange, body);
        } catch (TypeConversionException e) {
            return null;
        }
    }

    private static Charset charset(Exchange exchange) {
        String name = exchange.getProperty(ExchangePropertyKey.CHARSET_NAME, String.class);
        return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    }

    private static String text(byte[] bytes, Charset charset) throws NotTextException {
        if (bytes.length == 4 * MOST) {
            return new String(bytes, charset); // its last character may be cut, but it is too long anyway
        }
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new NotTextException("The bytes of the message are not " + charset + ".");
        }
    }

    private static String text(Reader reader) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] some = new char[8192];
        int read = reader.read(some);
        while (read >= 0 && text.length() < MOST) {
            text.append(some, 0, read);
            read = reader.read(some);
        }
        return text.toString();
    }
}
