package org.plumelookup.api;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of one lookup. {@code direct:plume-lookup} replies with it; failures are values too.
 *
 * @param request what was asked
 * @param outcome found, or the category of failure
 * @param customers the customers found, each once; empty unless the outcome is found
 * @param others how many customers of other accounts the API returned; they are left out
 * @param status the last HTTP status, or null if there was no response or no call
 * @param reason why there is no customer, for a support person; null if found
 * @param calls how many calls this lookup made: pages and retries, but no log-in or canary; 0 if it shares the answer of
 *     another one
 * @param time when the outcome was known
 */
public record LookupOutcome(
        LookupRequest request,
        Outcome outcome,
        List<Customer> customers,
        int others,
        Integer status,
        String reason,
        int calls,
        Instant time) {
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /**
     * Returns the account ID of the request.
     *
     * @return the account ID exactly as the CRM holds it; null if none could be read
     */
    public String accountId() {
        return request.accountId();
    }

    /**
     * Returns whether there is at least one customer.
     *
     * @return whether the outcome is {@link Outcome#FOUND}
     */
    public boolean found() {
        return outcome == Outcome.FOUND;
    }

    /**
     * Returns the outcome as the fields of the one JSON document that a reply is; {@code marshal: json} writes it.
     *
     * <p>They are {@code accountId}, {@code outcome} and {@code customers}; {@code others} if there are any; for a
     * failure also {@code category}, {@code status}, {@code reason}, {@code retryable}, {@code calls} and {@code time};
     * and {@code input} if the request carried other fields.
     *
     * @return texts, numbers, booleans, lists and maps, in this order; a copy
     */
    @JsonValue
    public Map<String, Object> toMap() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("accountId", accountId());
        fields.put("outcome", outcome.text());
        fields.put("customers", customers.stream().map(LookupOutcome::fields).toList());
        if (others > 0) {
            fields.put("others", others);
        }
        if (!found()) {
            fields.put("category", outcome.text());
            fields.put("status", status);
            fields.put("reason", reason);
            fields.put("retryable", outcome.retryable());
            fields.put("calls", calls);
            fields.put("time", time.toString());
        }
        if (!request.input().isEmpty()) {
            fields.put("input", EXACT.convertValue(request.input(), new TypeReference<Map<String, Object>>() {}));
        }
        return fields;
    }

    private static Map<String, Object> fields(Customer customer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("customerId", customer.id());
        fields.put("customerAccountId", customer.accountId());
        fields.put("name", customer.name());
        fields.put("email", customer.email());
        fields.put("locationIds", customer.locationIds());
        return fields;
    }
}
