package org.plumelookup.lookup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Parses a text as one JSON object (RFC 8259) that can be written again: numbers are kept as they are written. */
public final class StrictJson {
    /** Number of characters from which on a document is too long for a request. */
    public static final int TOO_LONG = 1 << 20;

    private static final String HALF_A_CHARACTER = "contains half a character (an unpaired surrogate such as \\ud800)";
    // One megabyte of "[{},{},.." would become some thirty megabytes of nodes.
    private static final int MOST_TOKENS = 50_000;
    // A result nests the row deeper by one, and its reader has a limit, too.
    private static final int DEEPEST = 500;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MOST_TOKENS)
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private StrictJson() {}

    /** Signals that a text is not a JSON object; the message continues after "line 7" or "the message". */
    public static final class NotAnObject extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean json;

        private NotAnObject(String why) {
            this(why, true);
        }

        private NotAnObject(String why, boolean json) {
            // Jackson quotes the character that it rejects, which may be half of a surrogate pair.
            super(new String(why.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            this.json = json;
        }

        /** Returns whether the text is valid JSON, though it is refused. */
        boolean isJson() {
            return json;
        }
    }

    /**
     * Parses a text.
     *
     * @param text one line of a file, or one message
     * @throws NotAnObject if it is anything else, or cannot be written again
     */
    public static ObjectNode parse(String text) throws NotAnObject {
        try (JsonParser parser = MAPPER.createParser(text)) {
            JsonNode tree = MAPPER.readTree(parser);
            if (!(tree instanceof ObjectNode object)) {
                throw new NotAnObject("is not a JSON object");
            }
            if (parser.nextToken() != null) {
                throw new NotAnObject("has text after its JSON object", false);
            }
            if (mayEscapeSurrogates(text) && !canBeWritten(object)) {
                throw new NotAnObject(HALF_A_CHARACTER);
            }
            return object;
        } catch (MismatchedInputException e) {
            throw new NotAnObject("has the same field twice");
        } catch (NumberFormatException | ArithmeticException e) {
            // Jackson throws these for a number such as 1e99999999999.
            throw new NotAnObject("has a number that is out of range");
        } catch (JsonProcessingException e) {
            // Jackson itself refuses it in the name of a field.
            boolean half = e.getOriginalMessage().contains("surrogate");
            throw half
                    ? new NotAnObject(HALF_A_CHARACTER)
                    : new NotAnObject(
                            "is not JSON: " + e.getOriginalMessage(), e instanceof StreamConstraintsException);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the text of a field of an object as it is written; null if it is neither a text nor a number.
     *
     * @param object what was parsed
     * @param field name of the field
     * @param line the text it was parsed from
     */
    public static String text(ObjectNode object, String field, String line) {
        JsonNode value = object.path(field);
        if (value.isTextual()) {
            return value.textValue();
        }
        if (!value.isNumber()) {
            return null;
        }
        // Of whole numbers only zero can be written in two ways: 0 and -0.
        return value.isIntegralNumber() && !value.asText().equals("0") ? value.asText() : literal(field, line);
    }

    /**
     * Returns whether a text is a JSON array and nothing else.
     *
     * @param text one message
     */
    static boolean isArray(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (StreamConstraintsException e) {
            return true; // too large for an account ID
        } catch (IOException e) {
            return false;
        }
    }

    private static String literal(String field, String line) {
        try (JsonParser parser = MAPPER.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals(field)) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean mayEscapeSurrogates(String text) {
        return text.contains("\\ud") || text.contains("\\uD");
    }

    private static boolean canBeWritten(ObjectNode object) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(object.toString());
    }
}
