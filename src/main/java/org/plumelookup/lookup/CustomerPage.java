package org.plumelookup.lookup;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
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
 * Holds one page of customers, a JSON array. A customer's fields can be missing or null, except for the ID; unknown ones
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

    /** Reads one customer at a time, because a tree of a large body would be even larger. */
    static final class Reader extends JsonDeserializer<CustomerPage> {
        @Override
        public CustomerPage deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.START_ARRAY)) {
                throw new UnexpectedBodyException(UnexpectedBodyException.NO_ARRAY);
            }
            List<Customer> customers = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                customers.add(customer(parser.readValueAsTree()));
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

        private static Customer customer(JsonNode node) throws UnexpectedBodyException {
            String id = text(node, "id");
            if (id == null || id.isBlank()) {
                throw new UnexpectedBodyException("The API returned a customer without an ID");
            }
            List<String> locations = new ArrayList<>();
            for (JsonNode location : node.path("locations")) {
                String locationId = text(location, "id");
                if (locationId != null) {
                    locations.add(locationId);
                }
            }
            return new Customer(
                    id, text(node, "accountId"), text(node, "name"), text(node, "email"), List.copyOf(locations));
        }

        private static String text(JsonNode node, String field) {
            JsonNode value = node.path(field);
            return value.isValueNode() && !value.isNull() ? value.asText() : null;
        }
    }
}
