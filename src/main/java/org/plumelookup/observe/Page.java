package org.plumelookup.observe;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Makes what one path of the server shows. Implementations are thread-safe. */
public interface Page {

    /** Makes it anew. */
    Content content();

    /**
     * What is shown.
     *
     * @param status HTTP status
     * @param type media type
     * @param body the bytes
     * @param headers further ones
     */
    record Content(int status, String type, byte[] body, Map<String, String> headers) {

        /** Creates it of a text, in UTF-8. */
        public static Content of(int status, String type, String text) {
            return new Content(status, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
        }

        /** Returns the same with a further header. */
        public Content with(String header, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(header, value);
            return new Content(status, type, body, more);
        }
    }
}
