package org.plumelookup.observe;

import java.nio.charset.StandardCharsets;

/** Makes what one path of the server shows. Implementations are thread-safe. */
interface Page {

    /** Makes it anew. */
    Content content();

    /**
     * What is shown.
     *
     * @param status HTTP status
     * @param type media type
     * @param body text in UTF-8
     */
    record Content(int status, String type, byte[] body) {

        /** Creates it of a text. */
        static Content of(int status, String type, String text) {
            return new Content(status, type, text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
