package org.plumelookup.lookup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * Holds the API's own error, {@code {"error":{"statusCode":N,"name":"..","message":".."}}}.
 *
 * @param message text of the API, may be empty
 */
record ApiError(String message) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 1 << 16; // bytes; read into a tree, a larger one could fill the heap

    /** Reads an error; returns null if the body is not the API's JSON, so that another server has answered. */
    static ApiError read(byte[] body) {
        if (body == null || body.length > LARGEST) {
            return null;
        }
        try {
            JsonNode error = JSON.readTree(body).path("error");
            return error.isObject() ? new ApiError(error.path("message").asText("")) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
