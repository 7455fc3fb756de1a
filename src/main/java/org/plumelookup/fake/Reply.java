package org.plumelookup.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One response and how to send it. Immutable, but the body is not copied.
 *
 * @param status HTTP status
 * @param headers headers, the content type among them
 * @param body body, not null
 * @param delay the delay before it is sent
 * @param manner how it is sent
 */
record Reply(int status, Map<String, String> headers, byte[] body, Duration delay, Manner manner) {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json; charset=utf-8");
    private static final Map<String, String> HTML = Map.of("Content-Type", "text/html");
    private static final Map<Integer, String> NAMES = Map.of(
            400, "BadRequestError",
            401, "UnauthorizedError",
            403, "ForbiddenError",
            404, "NotFoundError",
            422, "UnprocessableEntityError",
            429, "TooManyRequestsError",
            500, "InternalServerError",
            502, "BadGatewayError",
            503, "ServiceUnavailableError",
            504, "GatewayTimeoutError");

    /** How a response is sent. */
    enum Manner {
        WHOLE,
        /** The connection is closed without a response. */
        RESET,
        /** Half of the declared bytes, then the connection is closed. */
        CUT,
        /** One byte every 100 ms. */
        DRIP,
        /** The body's first array element repeated, more than 11 MB in total. */
        HUGE
    }

    static Reply json(int status, JsonNode body) {
        return of(status, JSON, body.toString());
    }

    static Reply json(int status, String body) {
        return of(status, JSON, body);
    }

    static Reply html(int status, String title) {
        return of(
                status,
                HTML,
                "<html><head><title>" + title + "</title></head>\n<body><h1>" + title + "</h1></body></html>\n");
    }

    /** Returns the firewall's page: HTML, not the API's JSON. */
    static Reply wall() {
        return html(403, "403 Forbidden");
    }

    /** Returns an error in the API's JSON. */
    static Reply error(int status, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("statusCode", status)
                .put("name", NAMES.getOrDefault(status, "Error"))
                .put("message", message);
        return json(status, body);
    }

    static Reply reset() {
        return html(500, "closed").in(Manner.RESET);
    }

    Reply with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, Map.copyOf(more), body, delay, manner);
    }

    Reply after(Duration wait) {
        return new Reply(status, headers, body, delay.plus(wait), manner);
    }

    Reply in(Manner other) {
        return new Reply(status, headers, body, delay, other);
    }

    private static Reply of(int status, Map<String, String> headers, String body) {
        return new Reply(status, headers, body.getBytes(StandardCharsets.UTF_8), Duration.ZERO, Manner.WHOLE);
    }
}
