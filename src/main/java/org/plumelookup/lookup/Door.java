package org.plumelookup.lookup;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;

/**
 * Opens a lookup for a message and checks its account ID before any call is made.
 *
 * <p>Nothing of the message but its body is looked at: its headers are dropped right after. Immutable.
 */
final class Door {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /**
     * Opens a lookup.
     *
     * @param body a {@link LookupRequest}; or an account ID as text; or JSON with {@code accountId} and anything else,
     *     which is given back with the answer
     */
    Lookup open(Object body) {
        LookupRequest request = body instanceof LookupRequest given ? given : request(text(body));
        Lookup lookup = new Lookup(request);
        String problem = request.problem() == null ? AccountId.problem(request.accountId()) : request.problem();
        if (problem != null) {
            lookup.end(Outcome.INVALID, null, problem);
        }
        return lookup;
    }

    private static String text(Object body) {
        if (body == null) {
            return "";
        }
        if (body instanceof JsonNode node && node.isTextual()) {
            return node.textValue();
        }
        if (body instanceof String || body instanceof JsonNode) {
            return body.toString();
        }
        if (body instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "The lookup was sent a %s: send the account ID as text, or JSON with accountId",
                body.getClass().getName()));
    }

    private static LookupRequest request(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return LookupRequest.of(text);
        }
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                JsonNode id = object.remove("accountId");
                return id == null || !id.isValueNode() || id.isNull()
                        ? new LookupRequest(null, null, object, "The message is JSON without accountId.")
                        : new LookupRequest(null, id.asText(), object, null);
            }
        } catch (IOException e) {
            return LookupRequest.of(text); // an ID may begin with a brace
        }
        return LookupRequest.of(text);
    }
}
