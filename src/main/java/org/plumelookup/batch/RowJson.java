package org.plumelookup.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.plumelookup.api.Customer;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.lookup.ExactJson;
import org.plumelookup.lookup.StrictJson;

/**
 * Writes a row as a request message, and parses the reply. The fields of the row are in the message and come back with
 * the reply, so that the collector needs no input file.
 */
public final class RowJson {
    private static final String TOO_LONG = "tooLong";
    private static final long LONGEST_ESCAPE = 6; // backslash, u and four digits
    private static final int QUOTES = 6; // "name":"value",
    private static final int ENVELOPE = 200; // the rest of the message

    private RowJson() {}

    /**
     * Returns the request message of a row. A row that could not be read, or whose account ID is too long for a worker,
     * gets an empty account ID: that costs no call, and all fields of the row come back.
     *
     * @param row the row
     * @return a JSON document
     */
    public static String request(LookupRequest row) {
        ObjectNode message = ExactJson.MAPPER.createObjectNode();
        boolean tooLong = row.accountId() != null && row.accountId().length() > LookupRequest.EXCERPT;
        if (tooLong) {
            message.put(TOO_LONG, row.accountId());
        }
        if (tooLong || row.problem() != null) {
            message.put("accountId", "");
            message.put("problem", tooLong ? "The account ID is longer than 1000 characters." : row.problem());
        } else {
            message.put("accountId", row.accountId());
        }
        message.set("input", row.input());
        return message.toString();
    }

    /**
     * Returns a row as it is, or a row with a problem in its place if its message would be too long for a worker: a row
     * has the same outcome whether it goes through a queue or not.
     */
    static LookupRequest limited(LookupRequest row) {
        if (isSurelyShort(row)) {
            return row;
        }
        String message = request(row);
        if (message.length() < StrictJson.TOO_LONG) {
            return row;
        }
        LookupRequest cut = LookupRequest.unreadable(message, "The row is longer than 1 MB as JSON.");
        return new LookupRequest(row.row(), null, cut.input(), cut.problem());
    }

    /**
     * Returns whether the message is short even if each character is escaped; false if a sum of lengths cannot show it.
     */
    private static boolean isSurelyShort(LookupRequest row) {
        long characters = length(row.accountId()) + length(row.problem());
        for (Map.Entry<String, JsonNode> field : row.input().properties()) {
            if (!field.getValue().isTextual()) {
                return false;
            }
            characters += field.getKey().length() + field.getValue().textValue().length() + QUOTES;
        }
        return ENVELOPE + LONGEST_ESCAPE * characters < StrictJson.TOO_LONG;
    }

    private static long length(String text) {
        return text == null ? 0 : text.length();
    }

    /**
     * Parses the reply for a row, which comes from outside.
     *
     * @param row number of the row
     * @param reply JSON document as a worker replies it
     * @return the outcome of the row
     * @throws BatchRefusedException if it is not such a document
     */
    public static LookupOutcome outcome(long row, String reply) throws BatchRefusedException {
        try {
            JsonNode json = ExactJson.MAPPER.readTree(reply == null ? "" : reply);
            Outcome outcome = Arrays.stream(Outcome.values())
                    .filter(value -> value.text().equals(json.path("outcome").asText()))
                    .findFirst()
                    .orElseThrow(IOException::new);
            JsonNode sent = json.path("input");
            ObjectNode input = sent.path("input").isObject()
                    ? (ObjectNode) sent.path("input")
                    : ExactJson.MAPPER.createObjectNode();
            String problem = text(sent.path("problem"));
            String accountId = text(problem == null ? json.path("accountId") : sent.path(TOO_LONG));
            List<Customer> customers = customers(json.path("customers"));
            if (outcome == Outcome.FOUND == customers.isEmpty()) {
                throw new IOException();
            }
            return new LookupOutcome(
                    new LookupRequest(row, accountId, input, problem),
                    outcome,
                    customers,
                    json.path("others").asInt(),
                    json.path("status").isInt() ? json.path("status").intValue() : null,
                    problem == null ? text(json.path("reason")) : problem,
                    json.path("calls").asInt(),
                    outcome == Outcome.FOUND
                            ? Instant.now()
                            : Instant.parse(json.path("time").asText()));
        } catch (IOException | DateTimeException e) {
            throw new BatchRefusedException(
                    String.format(
                            Locale.ROOT,
                            "An outcome for row %d is not a reply of this program. It was not sent by a worker.",
                            row),
                    e);
        }
    }

    private static List<Customer> customers(JsonNode json) throws IOException {
        List<Customer> customers = new ArrayList<>();
        for (JsonNode customer : json) {
            List<String> locations = new ArrayList<>();
            customer.path("locationIds").forEach(id -> locations.add(id.asText()));
            String id = text(customer.path("customerId"));
            if (id == null) {
                throw new IOException();
            }
            customers.add(new Customer(
                    id,
                    text(customer.path("customerAccountId")),
                    text(customer.path("name")),
                    text(customer.path("email")),
                    locations));
        }
        return customers;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : null;
    }
}
