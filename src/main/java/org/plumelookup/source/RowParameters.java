package org.plumelookup.source;

import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.plumelookup.api.Customer;
import org.plumelookup.api.LookupOutcome;

/** The parameters of an update statement: a row and its outcome; names ignore case. */
final class RowParameters {
    /** The SQL types of our parameters, which a database needs for null values. */
    static final SortedMap<String, Integer> TYPES = types();

    private RowParameters() {}

    private static SortedMap<String, Integer> types() {
        SortedMap<String, Integer> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String text : List.of(
                "accountId", "customerId", "customerAccountId", "name", "email", "locationIds", "outcome", "reason")) {
            types.put(text, Types.VARCHAR);
        }
        for (String number : List.of("match", "matches", "others", "status", "calls")) {
            types.put(number, Types.INTEGER);
        }
        types.put("retryable", Types.BOOLEAN);
        types.put("time", Types.TIMESTAMP);
        return Collections.unmodifiableSortedMap(types);
    }

    /**
     * Creates one set per customer, in the API's order, or one for an account without a customer.
     *
     * @param row the selected row; if a column has the name of one of our parameters, ours is used
     * @param outcome the outcome of its account
     */
    static List<Map<String, Object>> of(Map<String, Object> row, LookupOutcome outcome) {
        if (outcome.customers().isEmpty()) {
            return List.of(set(row, outcome, new Customer(null, null, null, null, List.of()), 0));
        }
        List<Map<String, Object>> sets = new ArrayList<>();
        for (Customer customer : outcome.customers()) {
            sets.add(set(row, outcome, customer, sets.size() + 1));
        }
        return sets;
    }

    private static Map<String, Object> set(
            Map<String, Object> row, LookupOutcome outcome, Customer customer, int match) {
        Map<String, Object> set = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        set.putAll(row);
        set.put("accountId", outcome.accountId());
        set.put("customerId", customer.id());
        set.put("customerAccountId", customer.accountId());
        set.put("name", customer.name());
        set.put("email", customer.email());
        set.put("locationIds", customer.locationIds().isEmpty() ? null : String.join(",", customer.locationIds()));
        set.put("match", match);
        set.put("matches", outcome.customers().size());
        set.put("others", outcome.others());
        set.put("outcome", outcome.outcome().text());
        set.put("status", outcome.status());
        set.put("reason", outcome.reason());
        set.put("retryable", outcome.outcome().retryable());
        set.put("calls", outcome.calls());
        set.put("time", Timestamp.from(outcome.time()));
        return set;
    }
}
