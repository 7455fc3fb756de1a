package org.plumelookup.lookup;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.plumelookup.api.Customer;

/** Parses one page of customers, one customer at a time, because a tree of a large body would be even larger. */
final class CustomerPage {
    /** Maximum number of customers of one search; a larger result is refused rather than cut. */
    static final int MOST_CUSTOMERS = 10_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int START = 2000;

    private CustomerPage() {}

    /**
     * Parses a JSON array of customers. Fields can be missing or null, except for the ID; unknown ones are ignored.
     *
     * @throws UnexpectedBodyException if the body is anything else
     */
    static List<Customer> read(byte[] body) throws UnexpectedBodyException {
        List<Customer> page = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(body == null ? new byte[0] : body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new UnexpectedBodyException("The API's answer is not a JSON array");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                page.add(customer(parser.readValueAsTree()));
                if (page.size() > MOST_CUSTOMERS) {
                    throw new UnexpectedBodyException(
                            String.format(Locale.ROOT, "The API's answer has more than %d customers", MOST_CUSTOMERS));
                }
            }
            if (parser.nextToken() != null) {
                throw new UnexpectedBodyException("The API's answer has text after its JSON array");
            }
        } catch (JsonProcessingException e) {
            throw new UnexpectedBodyException("The API's answer is not complete JSON");
        } catch (IOException e) {
            throw new UnexpectedBodyException("The API's answer cannot be read");
        }
        return page;
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

    /** Returns the first characters of a body as text. */
    static String start(byte[] body) {
        return new String(body, 0, Math.min(body.length, START), StandardCharsets.UTF_8);
    }
}
