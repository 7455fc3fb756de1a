package org.plumelookup.lookup;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.plumelookup.api.Customer;
import org.plumelookup.api.LookupOutcome;

/** Writes outcomes as the JSON documents of result files and channels. Thread-safe. */
public final class OutcomeJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OutcomeJson() {}

    /** Writes into a generator. */
    private interface Document {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * Writes one document per customer when found, else one for the account ID.
     *
     * @param outcome any outcome
     * @return JSON objects on one line each, without a line end; never empty
     */
    public static List<String> documents(LookupOutcome outcome) {
        return outcome.found()
                ? IntStream.rangeClosed(1, outcome.customers().size())
                        .mapToObj(match -> found(outcome, match))
                        .toList()
                : List.of(error(outcome));
    }

    private static String found(LookupOutcome outcome, int match) {
        Customer customer = outcome.customers().get(match - 1);
        return document(json -> {
            row(json, outcome);
            json.writeStringField("accountId", outcome.accountId());
            customer(json, customer);
            json.writeNumberField("match", match);
            json.writeNumberField("matches", outcome.customers().size());
            json.writeNumberField("others", outcome.others());
            json.writeObjectField("input", outcome.request().input());
        });
    }

    private static String error(LookupOutcome outcome) {
        return document(json -> {
            row(json, outcome);
            json.writeStringField("accountId", outcome.accountId());
            failure(json, outcome);
            json.writeObjectField("input", outcome.request().input());
        });
    }

    /**
     * Writes an outcome as one document with all its customers, and the fields that came with its account ID, for a
     * reply.
     *
     * @param outcome any outcome
     */
    public static String reply(LookupOutcome outcome) {
        try {
            return JSON.writeValueAsString(outcome.toMap());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void row(JsonGenerator json, LookupOutcome outcome) throws IOException {
        if (outcome.request().row() != null) {
            json.writeNumberField("row", outcome.request().row());
        }
    }

    private static void customer(JsonGenerator json, Customer customer) throws IOException {
        json.writeStringField("customerId", customer.id());
        json.writeStringField("customerAccountId", customer.accountId());
        json.writeStringField("name", customer.name());
        json.writeStringField("email", customer.email());
        json.writeArrayFieldStart("locationIds");
        for (String id : customer.locationIds()) {
            json.writeString(id);
        }
        json.writeEndArray();
    }

    private static void failure(JsonGenerator json, LookupOutcome outcome) throws IOException {
        json.writeStringField("category", outcome.outcome().text());
        json.writeObjectField("status", outcome.status());
        json.writeStringField("reason", outcome.reason());
        json.writeBooleanField("retryable", outcome.outcome().retryable());
        json.writeNumberField("calls", outcome.calls());
        json.writeStringField("time", outcome.time().toString());
    }

    private static String document(Document document) {
        try (StringWriter text = new StringWriter(512);
                JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            document.write(json);
            json.writeEndObject();
            json.flush();
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
