package org.plumelookup.lookup;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.plumelookup.api.Customer;

/**
 * Holds one page of customers, a JSON array. A customer's fields can be missing or null, except for the ID; others
 * are ignored.
 */
@JsonDeserialize(using = CustomerPage.Reader.class)
record CustomerPage(List<Customer> customers) {
    /** Maximum number of customers of one search; a larger result is refused rather than cut. */
    static final int MOST_CUSTOMERS = 10_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int START = 2000;

    /** Returns the data format that turns the body of a response into a page; it is strict. */
    static JacksonDataFormat format() {
        return new JacksonDataFormat(JSON, CustomerPage.class);
    }

    /**
     * Parses a page.
     *
     * @throws IOException if the body is anything else; {@link #fault} describes it
     */
    static CustomerPage read(byte[] body) throws IOException {
        return JSON.readValue(body == null ? new byte[0] : body, CustomerPage.class);
    }

    /** Describes why a body is not a page. */
    static String fault(IOException why) {
        if (why instanceof UnexpectedBodyException unexpected) {
            return unexpected.getOriginalMessage();
        }
        return why instanceof MismatchedInputException // Jackson's own, for a body without any token
                ? UnexpectedBodyException.NO_ARRAY
                : "The API's answer is not complete JSON";
    }

    /** Returns the first characters of a body as text. */
    static String start(byte[] body) {
        return new String(body, 0, Math.min(body.length, START), StandardCharsets.UTF_8);
    }

    /** Reads without a tree, because that of a large body would be even larger, and a call has one body. */
    static final class Reader extends JsonDeserializer<CustomerPage> {
        @Override
        public CustomerPage deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.START_ARRAY)) {
                throw new UnexpectedBodyException(UnexpectedBodyException.NO_ARRAY);
            }
            List<Customer> customers = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                customers.add(customer(parser));
                if (customers.size() > MOST_CUSTOMERS) {
                    throw new UnexpectedBodyException(
                            String.format(Locale.ROOT, "The API's answer has more than %d customers", MOST_CUSTOMERS));
                }
            }
            if (parser.nextToken() != null) {
                throw new UnexpectedBodyException("The API's answer has text after its JSON array");
            }
            return new CustomerPage(customers);
        }

        @Override
        public CustomerPage getNullValue(DeserializationContext context) throws JsonMappingException {
            throw new UnexpectedBodyException(UnexpectedBodyException.NO_ARRAY);
        }

        private static Customer customer(JsonParser json) throws IOException {
            String id = null;
            String accountId = null;
            String name = null;
            String email = null;
            List<String> locationIds = List.of();
            boolean object = isObject(json);
            while (object && json.nextToken() == JsonToken.FIELD_NAME) {
                switch (fieldName(json)) {
                    case "id" -> id = text(json);
                    case "accountId" -> accountId = text(json);
                    case "name" -> name = text(json);
                    case "email" -> email = text(json);
                    case "locations" -> locationIds = locationIds(json);
                    default -> json.skipChildren();
                }
            }
            if (id == null || id.isBlank()) {
                throw new UnexpectedBodyException("The API returned a customer without an ID");
            }
            return new Customer(id, accountId, name, email, locationIds);
        }

        private static List<String> locationIds(JsonParser json) throws IOException {
            if (!json.hasToken(JsonToken.START_ARRAY)) {
                json.skipChildren();
                return List.of();
            }
            List<String> ids = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                String id = null;
                boolean object = isObject(json);
                while (object && json.nextToken() == JsonToken.FIELD_NAME) {
                    if (fieldName(json).equals("id")) {
                        id = text(json);
                    } else {
                        json.skipChildren();
                    }
                }
                if (id != null) {
                    ids.add(id);
                }
            }
            return List.copyOf(ids);
        }

        /** Returns whether the value is an object; leaves any other one behind. */
        private static boolean isObject(JsonParser json) throws IOException {
            boolean object = json.hasToken(JsonToken.START_OBJECT);
            if (!object) {
                json.skipChildren();
            }
            return object;
        }

        /** Returns the name of the field, and goes to its value. */
        private static String fieldName(JsonParser json) throws IOException {
            String name = json.currentName();
            json.nextToken();
            return name;
        }

        /** Returns a value as text, null if it is an object, an array or null, and leaves it behind. */
        private static String text(JsonParser json) throws IOException {
            if (json.currentToken().isScalarValue() && !json.hasToken(JsonToken.VALUE_NULL)) {
                return json.getText();
            }
            json.skipChildren();
            return null;
        }
    }
}
